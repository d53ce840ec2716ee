using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Takes the longest match, or a better one that begins a byte or two later.</summary>
/// <param name="effort">How long to look.</param>
/// <param name="maxIndex">Where numbers of positions begin anew.</param>
internal sealed unsafe class LazyParser(ZstdEffort effort, uint maxIndex) : BlockParser(effort, maxIndex)
{
    private const int SkipShift = 8;
    private const uint MinLength = 4;

    /// <summary>How much better a later match must be, in quarters of a byte: what the literals cost.</summary>
    private const int GainOfOneStep = 4;
    private const int GainOfTwoSteps = 7;

    private readonly RowMatcher _matcher = new(effort);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override byte* Find(
        SequenceStore store, byte* start, byte* end, byte* inputEnd, RepeatOffsets repeats)
    {
        byte* origin = Index.Base;
        uint lowest = Index.Lowest;
        byte* lowestByte = origin + lowest;
        byte* limit = end - MatchFinding.Margin;
        byte* safeEnd = end - ZstdFormat.Slack;
        int depth = Effort.Depth;
        RowMatcher matcher = _matcher;
        byte* anchor = start;
        byte* next = start + (start == lowestByte ? 1 : 0);
        if (start == origin + Index.First)
        {
            matcher.Restart(Index.First);
        }
        uint reach = (uint)(next - lowestByte);
        uint first = repeats.First <= reach ? repeats.First : 0;
        uint second = repeats.Second <= reach ? repeats.Second : 0;
        while (next < limit)
        {
            byte* at = next + 1;
            uint length = Repeated(at, first, end);
            uint offset = first;
            bool isRepeat = length > 0;
            if (!isRepeat || depth > 0)
            {
                uint found = 0;
                uint foundLength = matcher.Find(
                    origin, (uint)(next - origin), lowest, end, Math.Max(length, MinLength - 1), ref found);
                if (found > 0)
                {
                    (length, offset, isRepeat) = (foundLength, found, false);
                    at = next;
                }
            }
            if (length < MinLength)
            {
                next += ((next - anchor) >> SkipShift) + 1;
                continue;
            }
            for (int step = 1; step <= depth && next + 1 < limit;)
            {
                next++;
                int repeated = isRepeat ? 0 : (int)Repeated(next, first, end);
                int weight = step == 1 ? 3 : 4;
                if (repeated > 0 && repeated * weight > ((int)length * weight) + 1 - OffsetCost(offset, false))
                {
                    (length, offset, isRepeat) = ((uint)repeated, first, true);
                    at = next;
                }
                uint found = 0;
                uint foundLength = matcher.Find(
                    origin, (uint)(next - origin), lowest, end, MinLength - 1, ref found);
                if (found > 0 && ((int)foundLength * 4) - OffsetCost(found, false)
                    > ((int)length * 4) + (step == 1 ? GainOfOneStep : GainOfTwoSteps) - OffsetCost(offset, isRepeat))
                {
                    (length, offset, isRepeat) = (foundLength, found, false);
                    at = next;
                    step = 1;
                    continue;
                }
                step++;
            }
            if (!isRepeat)
            {
                byte* match = at - offset;
                while (at > anchor && match > lowestByte && at[-1] == match[-1])
                {
                    at--;
                    match--;
                    length++;
                }
                second = first;
                first = offset;
            }
            store.Add(anchor, (uint)(at - anchor), safeEnd, length, offset);
            next = at + length;
            anchor = next;
            while (next < limit && Repeated(next, second, end) is var again and > 0)
            {
                (first, second) = (second, first);
                store.Add(anchor, 0, safeEnd, again, first);
                next += again;
                anchor = next;
            }
        }
        return anchor;
    }

    /// <inheritdoc/>
    protected override void Prepare(int sizeLog) => _matcher.Prepare(Math.Min(Effort.HashLog, sizeLog));

    /// <inheritdoc/>
    protected override void Clear() => _matcher.Clear();

    /// <inheritdoc/>
    protected override void Reduce(uint reduction) => _matcher.Reduce(reduction);

    /// <summary>How long the match of an offset is; 0 when it is too short or there is no such offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Repeated(byte* at, uint offset, byte* end) =>
        offset > 0 && Words.Load32(at) == Words.Load32(at - offset)
            ? 4 + Words.CountEqual(at + 4, at + 4 - offset, end)
            : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OffsetCost(uint offset, bool isRepeat) => isRepeat ? 0 : BitOperations.Log2(offset + 3);
}
