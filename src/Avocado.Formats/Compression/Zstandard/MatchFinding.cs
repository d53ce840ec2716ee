using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>What all ways of looking for matches share.</summary>
internal static unsafe class MatchFinding
{
    /// <summary>Nothing is looked up with fewer bytes left in a block.</summary>
    public const int Margin = 8;

    private const ulong Prime = 0x9E3779B97F4A7C15;

    /// <summary>A hash of the first bytes of a word.</summary>
    /// <param name="word">Eight bytes.</param>
    /// <param name="shift">64 less 8 for each byte that counts.</param>
    /// <param name="bits">How many bits the hash has.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Hash(ulong word, int shift, int bits) => (uint)(((word << shift) * Prime) >> (64 - bits));

    /// <summary>How many bytes agree, up to <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Count(byte* next, byte* match, byte* end)
    {
        byte* start = next;
        while (next + sizeof(ulong) <= end)
        {
            ulong difference = Words.Load64(next) ^ Words.Load64(match);
            if (difference != 0)
            {
                return (uint)(next - start) + ((uint)BitOperations.TrailingZeroCount(difference) >> 3);
            }
            next += sizeof(ulong);
            match += sizeof(ulong);
        }
        while (next < end && *next == *match)
        {
            next++;
            match++;
        }
        return (uint)(next - start);
    }
}
