using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Takes the first match found, by one table of the newest positions: fast.</summary>
/// <param name="effort">Table size and length of matches.</param>
/// <param name="maxIndex">Where numbers of positions begin anew.</param>
internal sealed unsafe class FastParser(ZstdEffort effort, uint maxIndex) : BlockParser(effort, maxIndex)
{
    /// <summary>After so many bytes without a match, steps become longer by one.</summary>
    private const int SkipShift = 7;

    private readonly PositionTable _newest = new();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override byte* Find(SequenceStore store, byte* start, byte* end, byte* inputEnd, RepeatOffsets repeats)
    {
        uint* newest = _newest.Pointer;
        byte* origin = Index.Base;
        uint lowest = Index.Lowest;
        byte* lowestByte = origin + lowest;
        byte* limit = end - MatchFinding.Margin;
        byte* safeEnd = end - ZstdFormat.Slack;
        int bits = _newest.Log;
        int shift = 64 - (8 * Effort.MinMatch);
        byte* anchor = start;
        byte* next = start + (start == lowestByte ? 1 : 0);
        uint reach = (uint)(next - lowestByte);
        uint first = repeats.First <= reach ? repeats.First : 0;
        uint second = repeats.Second <= reach ? repeats.Second : 0;
        while (next + 1 < limit)
        {
            // Two positions at once, so that the processor can wait for both their table entries.
            byte* other = next + 1;
            ulong word = Words.Load64(next);
            ulong otherWord = Words.Load64(other);
            uint hash = MatchFinding.Hash(word, shift, bits);
            uint otherHash = MatchFinding.Hash(otherWord, shift, bits);
            uint candidate = newest[hash];
            uint position = (uint)(next - origin);
            newest[hash] = position;
            uint otherCandidate = newest[otherHash];
            newest[otherHash] = position + 1;
            byte* match;
            if (first > 0 && Words.Load32(next + 2 - first) == (uint)(word >> 16))
            {
                next += 2;
                match = next - first;
            }
            else if (candidate >= lowest && Words.Load32(origin + candidate) == (uint)word)
            {
                match = origin + candidate;
                second = first;
                first = position - candidate;
            }
            else if (otherCandidate >= lowest && Words.Load32(origin + otherCandidate) == (uint)otherWord)
            {
                next = other;
                match = origin + otherCandidate;
                second = first;
                first = position + 1 - otherCandidate;
            }
            else
            {
                next += ((next - anchor) >> SkipShift) + 2;
                continue;
            }
            byte* matchEnd = next + 4 + Words.CountEqual(next + 4, match + 4, end);
            while (next > anchor && match > lowestByte && next[-1] == match[-1])
            {
                next--;
                match--;
            }
            store.Add(anchor, (uint)(next - anchor), safeEnd, (uint)(matchEnd - next), (uint)(next - match));
            anchor = matchEnd;
            next = matchEnd;
            if (next >= limit)
            {
                break;
            }
            byte* inside = origin + position + 2;
            newest[MatchFinding.Hash(Words.Load64(inside), shift, bits)] = position + 2;
            newest[MatchFinding.Hash(Words.Load64(next - 2), shift, bits)] = (uint)(next - 2 - origin);
            while (second > 0 && next < limit && Words.Load32(next) == Words.Load32(next - second))
            {
                uint length = 4 + Words.CountEqual(next + 4, next + 4 - second, end);
                (first, second) = (second, first);
                newest[MatchFinding.Hash(Words.Load64(next), shift, bits)] = (uint)(next - origin);
                store.Add(anchor, 0, safeEnd, length, first);
                next += length;
                anchor = next;
            }
        }
        return anchor;
    }

    /// <inheritdoc/>
    protected override void Prepare(int sizeLog) => _newest.Prepare(Math.Min(Effort.HashLog, sizeLog));

    /// <inheritdoc/>
    protected override void Clear() => _newest.Clear();

    /// <inheritdoc/>
    protected override void Reduce(uint reduction) => _newest.Reduce(reduction);
}
