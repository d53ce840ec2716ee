using System.Numerics;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>How a code's states are shared among its symbols (section 4.1.1).</summary>
internal sealed class FseDistribution
{
    /// <summary>The lowest logarithm that a code may have.</summary>
    public const int MinLog = 5;

    /// <summary>A share below one state, which takes one.</summary>
    public const short LessThanOne = -1;

    /// <summary>States of each symbol; only the first <see cref="Symbols"/> count.</summary>
    public short[] Shares { get; } = new short[256];

    /// <summary>One more than the highest symbol that has states.</summary>
    public int Symbols { get; private set; }

    /// <summary>Logarithm of the number of states.</summary>
    public int Log { get; private set; }

    /// <summary>Takes over a distribution.</summary>
    public void Set(ReadOnlySpan<short> shares, int log)
    {
        shares.CopyTo(Shares);
        Symbols = shares.Length;
        Log = log;
    }

    /// <summary>Reads a distribution.</summary>
    /// <param name="source">Begins with it.</param>
    /// <param name="maxLog">The highest logarithm the code may have.</param>
    /// <param name="maxSymbols">The number of symbols the code may have.</param>
    /// <returns>How many bytes it takes.</returns>
    public int Read(ReadOnlySpan<byte> source, int maxLog, int maxSymbols)
    {
        int bit = 0;
        Log = TakeBits(source, ref bit, 4) + MinLog;
        if (Log > maxLog)
        {
            throw Bad();
        }
        // One more than the states that are left, because a share of "less than one" is stored as zero.
        int remaining = (1 << Log) + 1;
        int symbol = 0;
        while (remaining > 1)
        {
            if (symbol >= maxSymbols)
            {
                throw Bad();
            }
            // Values take one bit less as long as the shorter form has room for them.
            int bits = BitOperations.Log2((uint)remaining) + 1;
            int shorter = 1 << (bits - 1);
            int room = (2 * shorter) - 1 - remaining;
            int value = PeekBits(source, bit, bits);
            if ((value & (shorter - 1)) < room)
            {
                value &= shorter - 1;
                bit += bits - 1;
            }
            else
            {
                value -= value >= shorter ? room : 0;
                bit += bits;
            }
            int share = value - 1;
            remaining -= Math.Abs(share);
            Shares[symbol++] = (short)share;
            if (remaining < 1)
            {
                throw Bad();
            }
            if (share == 0)
            {
                symbol = SkipZeros(source, ref bit, symbol, maxSymbols);
            }
        }
        Symbols = symbol;
        int size = (bit + 7) >> 3;
        return size <= source.Length ? size : throw ZstdFormat.Truncated();
    }

    private int SkipZeros(ReadOnlySpan<byte> source, ref int bit, int symbol, int maxSymbols)
    {
        int repeats;
        do
        {
            repeats = TakeBits(source, ref bit, 2);
            if (symbol + repeats > maxSymbols)
            {
                throw Bad();
            }
            Shares.AsSpan(symbol, repeats).Clear();
            symbol += repeats;
        }
        while (repeats == 3);
        return symbol;
    }

    private static int TakeBits(ReadOnlySpan<byte> source, ref int bit, int count)
    {
        int value = PeekBits(source, bit, count);
        bit += count;
        return value;
    }

    /// <summary>Up to 16 bits; zeros behind the end.</summary>
    private static int PeekBits(ReadOnlySpan<byte> source, int bit, int count)
    {
        int at = bit >> 3;
        if (at >= source.Length)
        {
            throw ZstdFormat.Truncated();
        }
        int value = source[at]
            | (at + 1 < source.Length ? source[at + 1] << 8 : 0)
            | (at + 2 < source.Length ? source[at + 2] << 16 : 0);
        return (value >> (bit & 7)) & ((1 << count) - 1);
    }

    private static DamagedFormatException Bad() => ZstdFormat.Damaged("a block has an impossible code");
}
