using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Takes the first match found, a long one rather than a short one, by a table for each.</summary>
/// <param name="effort">Table sizes and length of short matches.</param>
/// <param name="maxIndex">Where numbers of positions begin anew.</param>
internal sealed unsafe class DoubleHashParser(ZstdEffort effort, uint maxIndex) : BlockParser(effort, maxIndex)
{
    private const int SkipShift = 8;

    private readonly PositionTable _newestLong = new();
    private readonly PositionTable _newestShort = new();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override byte* Find(SequenceStore store, byte* start, byte* end, byte* inputEnd, RepeatOffsets repeats)
    {
        uint* longs = _newestLong.Pointer;
        uint* shorts = _newestShort.Pointer;
        byte* origin = Index.Base;
        uint lowest = Index.Lowest;
        byte* lowestByte = origin + lowest;
        byte* limit = end - MatchFinding.Margin;
        byte* safeEnd = end - ZstdFormat.Slack;
        int longBits = _newestLong.Log;
        int shortBits = _newestShort.Log;
        int shift = 64 - (8 * Effort.MinMatch);
        byte* anchor = start;
        byte* next = start + (start == lowestByte ? 1 : 0);
        uint reach = (uint)(next - lowestByte);
        uint first = repeats.First <= reach ? repeats.First : 0;
        uint second = repeats.Second <= reach ? repeats.Second : 0;
        while (next < limit)
        {
            ulong word = Words.Load64(next);
            uint longHash = MatchFinding.Hash(word, 0, longBits);
            uint shortHash = MatchFinding.Hash(word, shift, shortBits);
            uint candidate = longs[longHash];
            uint shortCandidate = shorts[shortHash];
            uint position = (uint)(next - origin);
            longs[longHash] = position;
            shorts[shortHash] = position;
            byte* match;
            byte* matchEnd;
            if (first > 0 && Words.Load32(next + 1 - first) == (uint)(word >> 8))
            {
                next++;
                match = next - first;
                matchEnd = next + 4 + Words.CountEqual(next + 4, match + 4, end);
            }
            else
            {
                if (candidate >= lowest && Words.Load64(origin + candidate) == word)
                {
                    match = origin + candidate;
                    matchEnd = next + 8 + Words.CountEqual(next + 8, match + 8, end);
                }
                else if (shortCandidate >= lowest && Words.Load32(origin + shortCandidate) == (uint)word)
                {
                    // A long match one byte later is better.
                    ulong laterWord = Words.Load64(next + 1);
                    uint laterHash = MatchFinding.Hash(laterWord, 0, longBits);
                    uint later = longs[laterHash];
                    longs[laterHash] = position + 1;
                    if (later >= lowest && Words.Load64(origin + later) == laterWord)
                    {
                        next++;
                        match = origin + later;
                        matchEnd = next + 8 + Words.CountEqual(next + 8, match + 8, end);
                    }
                    else
                    {
                        match = origin + shortCandidate;
                        matchEnd = next + 4 + Words.CountEqual(next + 4, match + 4, end);
                    }
                }
                else
                {
                    next += ((next - anchor) >> SkipShift) + 1;
                    continue;
                }
                while (next > anchor && match > lowestByte && next[-1] == match[-1])
                {
                    next--;
                    match--;
                }
                second = first;
                first = (uint)(next - match);
            }
            store.Add(anchor, (uint)(next - anchor), safeEnd, (uint)(matchEnd - next), first);
            anchor = matchEnd;
            next = matchEnd;
            if (next >= limit)
            {
                break;
            }
            ulong inside = Words.Load64(origin + position + 2);
            longs[MatchFinding.Hash(inside, 0, longBits)] = position + 2;
            shorts[MatchFinding.Hash(inside, shift, shortBits)] = position + 2;
            uint last = (uint)(next - origin);
            longs[MatchFinding.Hash(Words.Load64(next - 2), 0, longBits)] = last - 2;
            shorts[MatchFinding.Hash(Words.Load64(next - 1), shift, shortBits)] = last - 1;
            while (second > 0 && next < limit && Words.Load32(next) == Words.Load32(next - second))
            {
                uint length = 4 + Words.CountEqual(next + 4, next + 4 - second, end);
                (first, second) = (second, first);
                word = Words.Load64(next);
                longs[MatchFinding.Hash(word, 0, longBits)] = (uint)(next - origin);
                shorts[MatchFinding.Hash(word, shift, shortBits)] = (uint)(next - origin);
                store.Add(anchor, 0, safeEnd, length, first);
                next += length;
                anchor = next;
            }
        }
        return anchor;
    }

    /// <inheritdoc/>
    protected override void Prepare(int sizeLog)
    {
        _newestLong.Prepare(Math.Min(Effort.HashLog, sizeLog));
        _newestShort.Prepare(Math.Min(Effort.ChainLog, sizeLog));
    }

    /// <inheritdoc/>
    protected override void Clear()
    {
        _newestLong.Clear();
        _newestShort.Clear();
    }

    /// <inheritdoc/>
    protected override void Reduce(uint reduction)
    {
        _newestLong.Reduce(reduction);
        _newestShort.Reduce(reduction);
    }
}
