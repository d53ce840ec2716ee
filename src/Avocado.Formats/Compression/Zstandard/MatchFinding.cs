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
}
