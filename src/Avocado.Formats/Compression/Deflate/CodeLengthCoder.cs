namespace Avocado.Formats.Compression.Deflate;

/// <summary>
/// The header of a dynamic block: the lengths of both codes, run-length and Huffman coded (section 3.2.7).
/// </summary>
internal sealed class CodeLengthCoder(HuffmanLengths huffman)
{
    private const int RepeatPrevious = 16;
    private const int ShortZeros = 17;
    private const int LongZeros = 18;
    private const int MinRepeat = 3;
    private const int MaxRepeat = 6;
    private const int MaxShortZeros = 10;
    private const int MinLongZeros = 11;
    private const int MaxLongZeros = 138;
    private const int MinLengthCodes = 4;
    private const int MinOffsetCodes = 1;
    private const int LengthOfLengthBits = 3;

    private readonly byte[] _lengths = new byte[DeflateFormat.LiteralSymbols + DeflateFormat.OffsetSymbols];
    private readonly byte[] _symbols = new byte[DeflateFormat.LiteralSymbols + DeflateFormat.OffsetSymbols];
    private readonly byte[] _repeats = new byte[DeflateFormat.LiteralSymbols + DeflateFormat.OffsetSymbols];
    private readonly int[] _counts = new int[DeflateFormat.LengthCodeSymbols];
    private readonly HuffmanCode _code = new(DeflateFormat.LengthCodeSymbols);
    private int _symbolCount;
    private int _literalCodes;
    private int _offsetCodes;
    private int _lengthCodes;

    /// <summary>The order in which the lengths of the length code are sent.</summary>
    private static ReadOnlySpan<byte> Order => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Makes the header for two codes.</summary>
    /// <returns>Its size in bits.</returns>
    public long Prepare(HuffmanCode literals, HuffmanCode offsets)
    {
        _literalCodes = UsedOf(literals.Lengths, DeflateFormat.FirstLengthSymbol);
        _offsetCodes = UsedOf(offsets.Lengths, MinOffsetCodes);
        literals.Lengths.AsSpan(0, _literalCodes).CopyTo(_lengths);
        offsets.Lengths.AsSpan(0, _offsetCodes).CopyTo(_lengths.AsSpan(_literalCodes));
        _counts.AsSpan().Clear();
        _symbolCount = 0;
        MakeSymbols(_lengths.AsSpan(0, _literalCodes + _offsetCodes));
        huffman.Make(_counts, DeflateFormat.MaxLengthCodeLength, _code.Lengths);
        _code.AssignCodes();
        _lengthCodes = Order.Length;
        while (_lengthCodes > MinLengthCodes && _code.Lengths[Order[_lengthCodes - 1]] == 0)
        {
            _lengthCodes--;
        }
        return 5 + 5 + 4 + (LengthOfLengthBits * _lengthCodes)
            + _code.CostOf(_counts)
            + (_counts[RepeatPrevious] * RepeatBits(RepeatPrevious))
            + (_counts[ShortZeros] * RepeatBits(ShortZeros))
            + (_counts[LongZeros] * RepeatBits(LongZeros));
    }

    /// <summary>Writes the header that was made last.</summary>
    public void Write(BitWriter output)
    {
        output.Write((uint)(_literalCodes - DeflateFormat.FirstLengthSymbol), 5);
        output.Write((uint)(_offsetCodes - MinOffsetCodes), 5);
        output.Write((uint)(_lengthCodes - MinLengthCodes), 4);
        foreach (byte symbol in Order[.._lengthCodes])
        {
            output.Write(_code.Lengths[symbol], LengthOfLengthBits);
        }
        for (int i = 0; i < _symbolCount; i++)
        {
            int symbol = _symbols[i];
            output.Write(_code.Codes[symbol], _code.Lengths[symbol]);
            output.Write(_repeats[i], RepeatBits(symbol));
        }
    }

    private static int RepeatBits(int symbol) => symbol switch
    {
        RepeatPrevious => 2,
        ShortZeros => 3,
        LongZeros => 7,
        _ => 0,
    };

    private static int UsedOf(ReadOnlySpan<byte> lengths, int least) =>
        Math.Max(least, lengths.LastIndexOfAnyExcept((byte)0) + 1);

    /// <summary>Both codes' lengths are one sequence; runs may go from one into the other.</summary>
    private void MakeSymbols(ReadOnlySpan<byte> lengths)
    {
        while (!lengths.IsEmpty)
        {
            byte length = lengths[0];
            int run = lengths.IndexOfAnyExcept(length) is var end and >= 0 ? end : lengths.Length;
            lengths = lengths[run..];
            if (length != 0)
            {
                Add(length, 0);
                run--;
            }
            while (run >= MinRepeat)
            {
                run -= AddRepeat(length, run);
            }
            for (; run > 0; run--)
            {
                Add(length, 0);
            }
        }
    }

    private int AddRepeat(byte length, int run)
    {
        (int symbol, int least, int most) = length != 0 ? (RepeatPrevious, MinRepeat, MaxRepeat)
            : run < MinLongZeros ? (ShortZeros, MinRepeat, MaxShortZeros)
            : (LongZeros, MinLongZeros, MaxLongZeros);
        int count = Math.Min(run, most);
        Add(symbol, count - least);
        return count;
    }

    private void Add(int symbol, int repeat)
    {
        _symbols[_symbolCount] = (byte)symbol;
        _repeats[_symbolCount++] = (byte)repeat;
        _counts[symbol]++;
    }
}
