namespace Avocado.Formats.Compression.Deflate;

/// <summary>A canonical code (section 3.2.2): lengths and the bits they stand for.</summary>
internal sealed class HuffmanCode(int symbols)
{
    /// <summary>Bits of each symbol, 0 for those without a code.</summary>
    public byte[] Lengths { get; } = new byte[symbols];

    /// <summary>The bits, first bit lowest, as they are written.</summary>
    public ushort[] Codes { get; } = new ushort[symbols];

    /// <summary>Makes the bits after the lengths were changed.</summary>
    public void AssignCodes()
    {
        Span<int> next = stackalloc int[DeflateFormat.MaxCodeLength + 2];
        next.Clear();
        foreach (byte length in Lengths)
        {
            next[length + 1]++;
        }
        // next[n] becomes the first code of length n: the codes before it, doubled with each bit.
        next[1] = 0;
        for (int length = 1; length <= DeflateFormat.MaxCodeLength; length++)
        {
            next[length] = (next[length - 1] + next[length]) << 1;
        }
        for (int symbol = 0; symbol < Lengths.Length; symbol++)
        {
            int length = Lengths[symbol];
            Codes[symbol] = length == 0 ? (ushort)0 : Reverse(next[length]++, length);
        }
    }

    /// <summary>How many bits all symbols take with this code.</summary>
    public long CostOf(ReadOnlySpan<int> counts)
    {
        long bits = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            bits += (long)counts[symbol] * Lengths[symbol];
        }
        return bits;
    }

    private static ushort Reverse(int code, int length)
    {
        int reversed = 0;
        for (; length > 0; length--)
        {
            reversed = (reversed << 1) | (code & 1);
            code >>= 1;
        }
        return (ushort)reversed;
    }
}
