using System.Numerics;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Reads the description of a Huffman code (section 4.2.1).</summary>
internal sealed class HuffmanWeights
{
    private readonly FseDistribution _distribution = new();
    private readonly byte[] _stateSymbols = new byte[1 << LiteralsFormat.MaxWeightLog];
    private readonly byte[] _stateBits = new byte[1 << LiteralsFormat.MaxWeightLog];
    private readonly byte[] _stateBases = new byte[1 << LiteralsFormat.MaxWeightLog];

    /// <summary>A weight for each symbol; 0 where there is no code.</summary>
    public byte[] Weights { get; } = new byte[LiteralsFormat.Symbols];

    /// <summary>One more than the highest symbol that has a code.</summary>
    public int Symbols { get; private set; }

    /// <summary>The length of the longest codes, those of weight 1.</summary>
    public int MaxBits { get; private set; }

    /// <summary>Reads a description.</summary>
    /// <returns>How many bytes it takes.</returns>
    public int Read(ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty)
        {
            throw ZstdFormat.Truncated();
        }
        int header = source[0];
        bool isDirect = header >= LiteralsFormat.FirstDirect;
        int count = isDirect ? header - LiteralsFormat.FirstDirect + 1 : 0;
        int size = isDirect ? (count + 1) / 2 : header;
        if (size >= source.Length)
        {
            throw ZstdFormat.Truncated();
        }
        ReadOnlySpan<byte> body = source.Slice(1, size);
        if (isDirect)
        {
            for (int i = 0; i < count; i++)
            {
                Weights[i] = (byte)((i & 1) == 0 ? body[i >> 1] >> 4 : body[i >> 1] & 15);
            }
        }
        else
        {
            count = ReadCompressed(body);
        }
        AddLast(count);
        return 1 + size;
    }

    /// <summary>The last weight is what makes the code complete.</summary>
    private void AddLast(int count)
    {
        int sum = 0;
        int lightest = 0;
        foreach (byte weight in Weights.AsSpan(0, count))
        {
            if (weight > ZstdFormat.MaxHuffmanBits)
            {
                throw Bad();
            }
            sum += weight > 0 ? 1 << (weight - 1) : 0;
            lightest += weight == 1 ? 1 : 0;
        }
        if (sum == 0)
        {
            throw Bad();
        }
        MaxBits = BitOperations.Log2((uint)sum) + 1;
        int rest = (1 << MaxBits) - sum;
        if (MaxBits > ZstdFormat.MaxHuffmanBits || !BitOperations.IsPow2(rest))
        {
            throw Bad();
        }
        int last = BitOperations.Log2((uint)rest) + 1;
        lightest += last == 1 ? 1 : 0;
        if (lightest < 2)
        {
            throw Bad();
        }
        Weights[count] = (byte)last;
        Symbols = count + 1;
    }

    /// <summary>Two states take turns; whichever cannot go on leaves the last symbol to the other.</summary>
    private int ReadCompressed(ReadOnlySpan<byte> body)
    {
        int header = _distribution.Read(body, LiteralsFormat.MaxWeightLog, ZstdFormat.MaxHuffmanBits + 1);
        MakeStates();
        ReadOnlySpan<byte> bits = body[header..];
        if (bits.IsEmpty || bits[^1] == 0)
        {
            throw Bad();
        }
        int left = (8 * (bits.Length - 1)) + BitOperations.Log2(bits[^1]);
        int log = _distribution.Log;
        if (left < 2 * log)
        {
            throw ZstdFormat.Truncated();
        }
        int state = Take(bits, ref left, log);
        int other = Take(bits, ref left, log);
        int count = 0;
        while (true)
        {
            Add(ref count, _stateSymbols[state]);
            int needed = _stateBits[state];
            if (needed > left)
            {
                Add(ref count, _stateSymbols[other]);
                return count;
            }
            state = _stateBases[state] + Take(bits, ref left, needed);
            (state, other) = (other, state);
        }
    }

    private void Add(ref int count, byte weight)
    {
        // The last symbol's weight is not stored.
        if (count == LiteralsFormat.Symbols - 1)
        {
            throw Bad();
        }
        Weights[count++] = weight;
    }

    private void MakeStates()
    {
        int log = _distribution.Log;
        ReadOnlySpan<short> shares = _distribution.Shares.AsSpan(0, _distribution.Symbols);
        FseSpread.Spread(shares, log, _stateSymbols);
        Span<int> next = stackalloc int[ZstdFormat.MaxHuffmanBits + 1];
        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            next[symbol] = Math.Abs((int)shares[symbol]);
        }
        for (int state = 0; state < 1 << log; state++)
        {
            int following = next[_stateSymbols[state]]++;
            int bits = log - BitOperations.Log2((uint)following);
            _stateBits[state] = (byte)bits;
            _stateBases[state] = (byte)((following << bits) - (1 << log));
        }
    }

    private static int Take(ReadOnlySpan<byte> bytes, ref int left, int count)
    {
        left -= count;
        int at = left >> 3;
        int word = count == 0 ? 0 : bytes[at] | (at + 1 < bytes.Length ? bytes[at + 1] << 8 : 0);
        return (word >> (left & 7)) & ((1 << count) - 1);
    }

    private static DamagedFormatException Bad() => ZstdFormat.Damaged("a block has an impossible code");
}
