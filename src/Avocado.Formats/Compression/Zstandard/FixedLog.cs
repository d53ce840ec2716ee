using System.Numerics;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Logarithms to base 2 in steps of 1/256, by integers alone: prices made of them are the same on every machine.
/// </summary>
internal static class FixedLog
{
    /// <summary>One bit.</summary>
    public const int One = 1 << FractionBits;

    private const int FractionBits = 8;
    private const int TableBits = 11;

    private static readonly ushort[] Table = MakeTable();

    /// <summary>The logarithm of <paramref name="value"/>, which is not 0.</summary>
    public static int Of(uint value)
    {
        if (value < 1 << TableBits)
        {
            return Table[value];
        }
        int shift = BitOperations.Log2(value) - (TableBits - 1);
        return Table[value >> shift] + (shift << FractionBits);
    }

    private static ushort[] MakeTable()
    {
        const int pointBits = 30;
        var table = new ushort[1 << TableBits];
        for (uint value = 1; value < table.Length; value++)
        {
            int whole = BitOperations.Log2(value);
            ulong rest = (ulong)value << (pointBits - whole);
            // Squaring doubles the logarithm: each time it reaches 2, the next binary digit is 1.
            int result = whole;
            for (int bit = 0; bit <= FractionBits; bit++)
            {
                rest = (rest * rest) >> pointBits;
                result <<= 1;
                if (rest >> (pointBits + 1) != 0)
                {
                    result |= 1;
                    rest >>= 1;
                }
            }
            table[value] = (ushort)((result + 1) >> 1);
        }
        return table;
    }
}
