using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Decodes Huffman-coded literals (section 4.2.2). An entry has the length of a code in its low byte, the symbol in
/// its high one; it is found by the next eleven bits, whatever the longest code.
/// </summary>
/// <remarks>
/// Streams are read backwards. The fast loop keeps the unread bits at the top of a word and a single 1 bit below
/// them, so that trailing zeros count what was taken.
/// </remarks>
internal sealed unsafe class HuffmanDecoder
{
    private const int TableBits = ZstdFormat.MaxHuffmanBits;
    private const int IndexShift = 64 - TableBits;

    /// <summary>A word holds 56 unread bits and more.</summary>
    private const int SymbolsPerWord = 5;

    /// <summary>A fast step moves a stream back by at most so many bytes.</summary>
    private const int MaxStep = 7;

    private readonly HuffmanWeights _weights = new();
    private readonly Pinned<ushort> _table = new(1 << TableBits);

    /// <summary>True once there is a code, which the next block may use again.</summary>
    public bool IsValid { get; private set; }

    /// <summary>Forgets the code.</summary>
    public void Clear() => IsValid = false;

    /// <summary>Reads a code.</summary>
    /// <returns>How many bytes its description takes.</returns>
    public int ReadCode(ReadOnlySpan<byte> source)
    {
        int size = _weights.Read(source);
        ReadOnlySpan<byte> weights = _weights.Weights.AsSpan(0, _weights.Symbols);
        // Codes begin with the longest, those of weight 1; within a weight they follow the symbols.
        Span<int> next = stackalloc int[ZstdFormat.MaxHuffmanBits + 2];
        next.Clear();
        int scale = TableBits - _weights.MaxBits;
        foreach (byte weight in weights)
        {
            next[weight + 1] += weight > 0 ? 1 << (weight - 1 + scale) : 0;
        }
        for (int weight = 1; weight < next.Length; weight++)
        {
            next[weight] += next[weight - 1];
        }
        Span<ushort> table = _table.Span;
        for (int symbol = 0; symbol < weights.Length; symbol++)
        {
            int weight = weights[symbol];
            if (weight > 0)
            {
                int length = 1 << (weight - 1 + scale);
                table.Slice(next[weight], length).Fill((ushort)((_weights.MaxBits + 1 - weight) | (symbol << 8)));
                next[weight] += length;
            }
        }
        IsValid = true;
        return size;
    }

    /// <summary>Decodes one stream that holds exactly <paramref name="count"/> symbols.</summary>
    /// <param name="source">The stream; eight bytes before it are readable.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="output">Where the symbols go.</param>
    /// <param name="count">How many.</param>
    public void DecodeOne(byte* source, int size, byte* output, int count)
    {
        long left = Begin(source, size);
        DecodeRest(source, left, output, count);
    }

    /// <summary>Decodes four streams behind their jump table, each a fourth of the symbols.</summary>
    /// <inheritdoc cref="DecodeOne" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void DecodeFour(byte* source, int size, byte* output, int count)
    {
        int segment = (count + LiteralsFormat.Streams - 1) / LiteralsFormat.Streams;
        int lastSegment = count - ((LiteralsFormat.Streams - 1) * segment);
        if (size < LiteralsFormat.JumpTableSize || lastSegment < 0)
        {
            throw ZstdFormat.Damaged("a block has too few literals for its streams");
        }
        int size1 = source[0] | (source[1] << 8);
        int size2 = source[2] | (source[3] << 8);
        int size3 = source[4] | (source[5] << 8);
        int size4 = size - LiteralsFormat.JumpTableSize - size1 - size2 - size3;
        if (size4 < 0)
        {
            throw ZstdFormat.Truncated();
        }
        byte* start1 = source + LiteralsFormat.JumpTableSize;
        byte* start2 = start1 + size1;
        byte* start3 = start2 + size2;
        byte* start4 = start3 + size3;
        byte* output2 = output + segment;
        byte* output3 = output2 + segment;
        byte* output4 = output3 + segment;
        long left1 = Begin(start1, size1);
        long left2 = Begin(start2, size2);
        long left3 = Begin(start3, size3);
        long left4 = Begin(start4, size4);
        byte* next1 = WordOf(start1, left1, out ulong bits1);
        byte* next2 = WordOf(start2, left2, out ulong bits2);
        byte* next3 = WordOf(start3, left3, out ulong bits3);
        byte* next4 = WordOf(start4, left4, out ulong bits4);
        ushort* table = _table.Pointer;
        int done = 0;
        while (true)
        {
            // As many steps as certainly leave every stream within its bytes and every segment within its symbols.
            long room = Math.Min(
                Math.Min(next1 - start1, next2 - start2), Math.Min(next3 - start3, next4 - start4));
            long steps = Math.Min(room / MaxStep, (lastSegment - done) / SymbolsPerWord);
            if (steps <= 0)
            {
                break;
            }
            byte* to = output + done;
            byte* end = to + (steps * SymbolsPerWord);
            done += (int)steps * SymbolsPerWord;
            for (; to < end; to += SymbolsPerWord)
            {
                for (int i = 0; i < SymbolsPerWord; i++)
                {
                    to[i] = Symbol(table, ref bits1);
                    to[segment + i] = Symbol(table, ref bits2);
                    to[(2 * segment) + i] = Symbol(table, ref bits3);
                    to[(3 * segment) + i] = Symbol(table, ref bits4);
                }
                Refill(ref next1, ref bits1);
                Refill(ref next2, ref bits2);
                Refill(ref next3, ref bits3);
                Refill(ref next4, ref bits4);
            }
        }
        DecodeRest(start1, Left(start1, next1, bits1), output + done, segment - done);
        DecodeRest(start2, Left(start2, next2, bits2), output2 + done, segment - done);
        DecodeRest(start3, Left(start3, next3, bits3), output3 + done, segment - done);
        DecodeRest(start4, Left(start4, next4, bits4), output4 + done, lastSegment - done);
    }

    /// <summary>How many bits a stream has: all below its highest 1 bit.</summary>
    private static long Begin(byte* source, int size)
    {
        if (size == 0 || source[size - 1] == 0)
        {
            throw ZstdFormat.Damaged("a stream of literals has no end");
        }
        return (8L * (size - 1)) + BitOperations.Log2(source[size - 1]);
    }

    /// <summary>The word whose unread bits are the stream's, of which so many are left.</summary>
    private static byte* WordOf(byte* start, long left, out ulong bits)
    {
        byte* next = start + ((left + 7) >> 3) - ZstdFormat.WordSize;
        bits = (Words.Load64(next) | 1) << (int)(-left & 7);
        return next;
    }

    private static long Left(byte* start, byte* next, ulong bits) =>
        (8 * (next + ZstdFormat.WordSize - start)) - BitOperations.TrailingZeroCount(bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Symbol(ushort* table, ref ulong bits)
    {
        uint entry = table[bits >> IndexShift];
        bits <<= (int)entry;
        return (byte)(entry >> 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ref byte* next, ref ulong bits)
    {
        int taken = BitOperations.TrailingZeroCount(bits);
        next -= taken >> 3;
        bits = (Words.Load64(next) | 1) << (taken & 7);
    }

    /// <summary>Decodes with a look at what is left before every word; nothing may be left in the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DecodeRest(byte* start, long left, byte* output, int count)
    {
        ushort* table = _table.Pointer;
        byte* end = output + count;
        while (output < end && left > 0)
        {
            ulong bits = Words.Load64(start + (left >> 3) - (ZstdFormat.WordSize - 1)) << (int)(8 - (left & 7));
            int symbols = left >= SymbolsPerWord * TableBits && end - output >= SymbolsPerWord ? SymbolsPerWord : 1;
            for (; symbols > 0; symbols--)
            {
                uint entry = table[bits >> IndexShift];
                bits <<= (int)entry;
                left -= (byte)entry;
                *output++ = (byte)(entry >> 8);
            }
        }
        if (left != 0 || output != end)
        {
            throw ZstdFormat.Damaged("a stream of literals has not as many as it should");
        }
    }
}
