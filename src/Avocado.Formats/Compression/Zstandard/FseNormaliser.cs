using System.Numerics;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Shares states among symbols so that what they encode becomes as small as may be.</summary>
internal static class FseNormaliser
{
    /// <summary>The logarithm of how many states pay.</summary>
    /// <param name="total">How many symbols will be encoded.</param>
    /// <param name="used">How many different ones.</param>
    /// <param name="maxLog">The highest logarithm the code may have.</param>
    public static int LogFor(int total, int used, int maxLog)
    {
        int byTotal = BitOperations.Log2((uint)Math.Max(total - 1, 1)) - 2;
        int byUsed = BitOperations.Log2((uint)used) + 1;
        return Math.Clamp(Math.Max(byTotal, byUsed), FseDistribution.MinLog, maxLog);
    }

    /// <summary>Makes shares that add up to two to the power of <paramref name="log"/>.</summary>
    /// <param name="counts">How often each symbol occurs: at least two symbols, fewer than there are states.</param>
    /// <param name="total">The sum of <paramref name="counts"/>.</param>
    /// <param name="log">Logarithm of the number of states.</param>
    /// <param name="shares">As many as counts.</param>
    public static void Normalise(ReadOnlySpan<int> counts, int total, int log, Span<short> shares)
    {
        int left = 1 << log;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            shares[symbol] = counts[symbol] == 0
                ? (short)0
                : (short)Math.Max(1, ((long)counts[symbol] << log) / total);
            left -= shares[symbol];
        }
        // State by state to where one more saves most, or from where one less costs least.
        for (; left > 0; left--)
        {
            shares[Best(counts, shares, 1)]++;
        }
        for (; left < 0; left++)
        {
            shares[Best(counts, shares, -1)]--;
        }
    }

    private static int Best(ReadOnlySpan<int> counts, ReadOnlySpan<short> shares, int step)
    {
        long best = long.MinValue;
        int bestSymbol = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            int share = shares[symbol];
            if (share > 0 && share + step > 0)
            {
                long gain = (long)counts[symbol] * (FixedLog.Of((uint)(share + step)) - FixedLog.Of((uint)share));
                if (gain > best)
                {
                    best = gain;
                    bestSymbol = symbol;
                }
            }
        }
        return bestSymbol;
    }
}
