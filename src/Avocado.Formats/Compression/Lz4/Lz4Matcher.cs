using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Lz4;

/// <summary>Finds long matches of each position, stretch by stretch.</summary>
internal abstract unsafe class Lz4Matcher
{
    /// <summary>Positions of which all but the last are in reach.</summary>
    protected const int Window = 1 << 16;

    private const int HashBits = 15;

    private readonly Pinned<int> _newest = new(1 << HashBits);

    /// <summary>What the tables call the block's first byte: more than all that earlier blocks left there.</summary>
    protected int Origin { get; private set; } = 1;

    /// <summary>The match of the position before: one byte on it is still there.</summary>
    protected int Known { get; set; }

    /// <summary>Its offset.</summary>
    protected int KnownOffset { get; set; }

    /// <summary>Forgets earlier blocks.</summary>
    /// <param name="previous">The length of the block before.</param>
    /// <param name="length">The length of the new one.</param>
    public void Restart(int previous, int length)
    {
        Known = 0;
        if (Origin > int.MaxValue - previous - length)
        {
            _newest.Span.Clear();
            Origin = 1;
            return;
        }
        Origin += previous;
    }

    /// <summary>Fills in the matches of positions, which must follow those of the call before.</summary>
    /// <param name="start">The block.</param>
    /// <param name="from">The first position.</param>
    /// <param name="count">How many.</param>
    /// <param name="length">The length of the block.</param>
    /// <param name="lengths">A match for each position, or less than the shortest match.</param>
    /// <param name="offsets">Its offset.</param>
    public void Find(byte* start, int from, int count, int length, int* lengths, ushort* offsets)
    {
        int searched = Math.Clamp(length - Lz4Format.LastMatchDistance + 1 - from, 0, count);
        Search(start, from, searched, start + length - Lz4Format.LastLiterals, lengths, offsets);
        new Span<int>(lengths + searched, count - searched).Clear();
    }

    /// <summary>Fills in the matches of positions where a match may begin.</summary>
    /// <param name="start">The block.</param>
    /// <param name="from">The first position.</param>
    /// <param name="count">How many.</param>
    /// <param name="limit">Where matches end at the latest.</param>
    /// <param name="lengths">A match for each position, or less than the shortest match.</param>
    /// <param name="offsets">Its offset.</param>
    protected abstract void Search(
        byte* start, int from, int count, byte* limit, int* lengths, ushort* offsets);

    /// <summary>
    /// Makes a position the newest of those whose next four bytes have its hash, and returns the one before it.
    /// </summary>
    /// <param name="next">The bytes there.</param>
    /// <param name="named">What the tables call it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected int Replace(byte* next, int named)
    {
        int* newest = _newest.Pointer + ((Words.Load32(next) * 0x9E3779B1) >> (32 - HashBits));
        int candidate = *newest;
        *newest = named;
        return candidate;
    }
}
