namespace Avocado.Formats.Compression.Deflate;

/// <summary>
/// Decodes a Huffman code by looking up its next bits: a table for codes of up to a few bits, which leads to further
/// tables for longer ones.
/// </summary>
/// <remarks>
/// An entry has, from the lowest bit: 8 bits how many bits the symbol takes, 4 bits how many extra bits follow (or,
/// where the entry leads on, how many bits index the further table), 4 bits its kind, 16 bits its value. Entries of
/// bits that are no code are 0: no kind.
/// </remarks>
internal sealed class InflateTable
{
    public const uint Literal = 1 << 12;
    public const uint Base = 1 << 13;
    public const uint End = 1 << 14;
    public const uint Subtable = 1 << 15;
    public const int ExtraShift = 8;
    public const uint ExtraMask = 0xF;
    public const int ValueShift = 16;

    public const int LiteralRootBits = 11;
    public const int OffsetRootBits = 8;
    public const int LengthRootBits = DeflateFormat.MaxLengthCodeLength;

    private readonly int _rootBits;
    private readonly uint[] _symbols;
    private readonly ushort[] _sorted;

    /// <param name="symbols">Entries of all symbols without their number of bits.</param>
    /// <param name="rootBits">How many bits index the first table.</param>
    private InflateTable(uint[] symbols, int rootBits)
    {
        _symbols = symbols;
        _sorted = new ushort[symbols.Length];
        _rootBits = rootBits;
        // A further table for codes of up to n more bits holds at least n + 1 codes, so there are few such tables.
        int furtherBits = DeflateFormat.MaxCodeLength - rootBits;
        Entries = new uint[(1 << rootBits) + (symbols.Length / (furtherBits + 1) * (1 << furtherBits))];
    }

    /// <summary>The tables, the first one first.</summary>
    public uint[] Entries { get; }

    /// <summary>Literals and lengths.</summary>
    public static InflateTable ForLiterals()
    {
        // Two symbols have codes in the fixed code and no meaning.
        var symbols = new uint[288];
        for (int symbol = 0; symbol < DeflateFormat.EndOfBlock; symbol++)
        {
            symbols[symbol] = Literal | ((uint)symbol << ValueShift);
        }
        symbols[DeflateFormat.EndOfBlock] = End;
        PutBases(
            symbols.AsSpan(DeflateFormat.FirstLengthSymbol), DeflateFormat.LengthBases, DeflateFormat.LengthExtraBits);
        return new InflateTable(symbols, LiteralRootBits);
    }

    /// <summary>Offsets.</summary>
    public static InflateTable ForOffsets()
    {
        var symbols = new uint[32];
        PutBases(symbols, DeflateFormat.OffsetBases, DeflateFormat.OffsetExtraBits);
        return new InflateTable(symbols, OffsetRootBits);
    }

    /// <summary>Code lengths, whose codes have at most seven bits.</summary>
    public static InflateTable ForLengths()
    {
        var symbols = new uint[DeflateFormat.LengthCodeSymbols];
        for (int symbol = 0; symbol < symbols.Length; symbol++)
        {
            symbols[symbol] = Literal | ((uint)symbol << ValueShift);
        }
        return new InflateTable(symbols, LengthRootBits);
    }

    /// <summary>Makes the tables for a code.</summary>
    /// <param name="lengths">One length for each symbol.</param>
    /// <returns>
    /// False when that is no code: too many codes, or too few (allowed are no code at all, or one of one bit).
    /// </returns>
    public bool TryMake(ReadOnlySpan<byte> lengths)
    {
        Span<int> counts = stackalloc int[DeflateFormat.MaxCodeLength + 1];
        counts.Clear();
        foreach (byte length in lengths)
        {
            counts[length]++;
        }
        int used = lengths.Length - counts[0];
        counts[0] = 0;
        int unused = 1;
        for (int length = 1; length <= DeflateFormat.MaxCodeLength; length++)
        {
            unused = (unused << 1) - counts[length];
            if (unused < 0)
            {
                return false;
            }
        }
        if (unused > 0 && (used > 1 || counts[1] != used))
        {
            return false;
        }
        Sort(lengths, counts);
        Entries.AsSpan(0, 1 << _rootBits).Clear();
        Fill(lengths, counts, used);
        return true;
    }

    private static void PutBases(Span<uint> symbols, ReadOnlySpan<ushort> bases, ReadOnlySpan<byte> extraBits)
    {
        for (int slot = 0; slot < bases.Length; slot++)
        {
            symbols[slot] = Base | ((uint)bases[slot] << ValueShift) | ((uint)extraBits[slot] << ExtraShift);
        }
    }

    /// <summary>Orders symbols as their codes are: by length, then by number.</summary>
    private void Sort(ReadOnlySpan<byte> lengths, ReadOnlySpan<int> counts)
    {
        Span<int> next = stackalloc int[DeflateFormat.MaxCodeLength + 1];
        next[0] = next[1] = 0;
        for (int length = 1; length < DeflateFormat.MaxCodeLength; length++)
        {
            next[length + 1] = next[length] + counts[length];
        }
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
            {
                _sorted[next[lengths[symbol]]++] = (ushort)symbol;
            }
        }
    }

    private void Fill(ReadOnlySpan<byte> lengths, Span<int> counts, int used)
    {
        int code = 0;
        int codeLength = 0;
        int table = 0;
        int tableBits = _rootBits;
        int skippedBits = 0;
        int free = 1 << _rootBits;
        int prefix = -1;
        for (int i = 0; i < used; i++)
        {
            int symbol = _sorted[i];
            int length = lengths[symbol];
            code <<= length - codeLength;
            codeLength = length;
            int reversed = Reverse(code, length);
            if (length > _rootBits && (reversed & ((1 << _rootBits) - 1)) != prefix)
            {
                // The first code of a further table: it takes as many bits as its codes fill.
                prefix = reversed & ((1 << _rootBits) - 1);
                skippedBits = _rootBits;
                tableBits = length - _rootBits;
                for (int open = (1 << tableBits) - counts[length];
                     open > 0 && tableBits + _rootBits < DeflateFormat.MaxCodeLength;)
                {
                    tableBits++;
                    open = (open << 1) - counts[_rootBits + tableBits];
                }
                table = free;
                free += 1 << tableBits;
                Entries.AsSpan(table, 1 << tableBits).Clear();
                Entries[prefix] =
                    Subtable | ((uint)table << ValueShift) | ((uint)tableBits << ExtraShift) | (uint)_rootBits;
            }
            // Symbols without a meaning keep an entry of no kind.
            uint entry = _symbols[symbol] == 0 ? 0 : _symbols[symbol] | (uint)(length - skippedBits);
            for (int index = reversed >> skippedBits; index < 1 << tableBits; index += 1 << (length - skippedBits))
            {
                Entries[table + index] = entry;
            }
            counts[length]--;
            code++;
        }
    }

    private static int Reverse(int code, int length)
    {
        uint value = (uint)code;
        value = ((value & 0x5555) << 1) | ((value >> 1) & 0x5555);
        value = ((value & 0x3333) << 2) | ((value >> 2) & 0x3333);
        value = ((value & 0x0F0F) << 4) | ((value >> 4) & 0x0F0F);
        value = ((value & 0x00FF) << 8) | (value >> 8);
        return (int)(value >> (16 - length));
    }
}
