using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Finds the cheapest sequences: forward through all positions, each with the cheapest way to it, in several passes
/// with prices of the pass before.
/// </summary>
/// <param name="effort">How long to look.</param>
/// <param name="maxIndex">Where numbers of positions begin anew.</param>
internal sealed unsafe class OptimalParser(ZstdEffort effort, uint maxIndex) : BlockParser(effort, maxIndex)
{
    /// <summary>Ways are decided after so many positions at the latest.</summary>
    private const int MaxSegment = 4096;

    private const int Unreached = int.MaxValue;

    /// <summary>Shorter matches cost as much as their literals, before anything is known.</summary>
    private const int MinGreedy = 4;

    /// <summary>A repeated offset costs as much less as so many literals.</summary>
    private const int RepeatBonus = 2;

    private readonly TreeMatcher _matcher = new(effort);
    private readonly MatchList _matches = new((1 << effort.SearchLog) + 1);
    private readonly SequencePrices _prices = new();
    private readonly Pinned<OptimalNode> _nodes = new(MaxSegment + SequencePrices.TabledLengths + 1);

    /// <inheritdoc/>
    protected override byte* Find(
        SequenceStore store, byte* start, byte* end, byte* inputEnd, RepeatOffsets repeats)
    {
        _matches.Fill(_matcher, Index, start, end, inputEnd, (uint)Effort.NiceLength);
        bool isFirst = start == Index.Base + Index.First;
        if (isFirst)
        {
            FindGreedily(store, start, end, repeats);
            _prices.Learn(store, repeats);
        }
        byte* anchor = start;
        for (int pass = 0; pass <= Effort.Depth; pass++)
        {
            store.Clear();
            anchor = FindOnce(store, start, end, repeats);
            if (store.Count > 0)
            {
                _prices.Learn(store, repeats);
            }
        }
        return anchor;
    }

    /// <summary>Takes the longest match everywhere, which is good enough to learn the first prices from.</summary>
    private void FindGreedily(SequenceStore store, byte* start, byte* end, RepeatOffsets repeats)
    {
        byte* limit = end - MatchFinding.Margin;
        byte* safeEnd = end - ZstdFormat.Slack;
        byte* anchor = start;
        byte* next = start;
        while (next < limit)
        {
            int count = _matches.Starts[next - start + 1];
            FoundMatch match = count > _matches.Starts[next - start] ? _matches.Matches[count - 1] : default;
            FoundMatch repeated = Repeated(next, end, repeats, next > anchor);
            match = repeated.Length + RepeatBonus > match.Length && repeated.Length > 0 ? repeated : match;
            if (match.Length < (repeated.Length > 0 ? ZstdFormat.MinMatch : MinGreedy))
            {
                next++;
                continue;
            }
            repeats.Take(match.Offset, next > anchor);
            store.Add(anchor, (uint)(next - anchor), safeEnd, match.Length, match.Offset);
            next += match.Length;
            anchor = next;
        }
        store.Close(anchor, (uint)(end - anchor));
    }

    /// <summary>The longest match of a repeated offset.</summary>
    private FoundMatch Repeated(byte* next, byte* end, RepeatOffsets repeats, bool hasLiterals)
    {
        FoundMatch best = default;
        uint reach = Index.Of(next) - Index.Lowest;
        for (int number = hasLiterals ? 0 : 1; number < SequenceCodes.RepeatedOffsets; number++)
        {
            uint offset = number switch { 0 => repeats.First, 1 => repeats.Second, _ => repeats.Third };
            if (offset - 1 < reach && ((Words.Load32(next - offset) ^ Words.Load32(next)) & 0xFFFFFF) == 0)
            {
                uint length = Words.CountEqual(next, next - offset, end);
                best = length > best.Length ? new FoundMatch(length, offset) : best;
            }
        }
        return best;
    }

    private byte* FindOnce(SequenceStore store, byte* start, byte* end, RepeatOffsets repeats)
    {
        byte* limit = end - MatchFinding.Margin;
        byte* safeEnd = end - ZstdFormat.Slack;
        byte* anchor = start;
        byte* next = start;
        OptimalNode* nodes = _nodes.Pointer;
        while (next < limit)
        {
            nodes[0] = new OptimalNode { Literals = (uint)(next - anchor), Repeats = repeats };
            nodes[0].Price = _prices.Run(nodes[0].Literals);
            int last = Spread(start, next, limit, end, out FoundMatch final);
            if (last == 0 && final.Length == 0)
            {
                next++;
                continue;
            }
            Store(store, nodes, last, next, ref anchor, safeEnd);
            repeats = nodes[last].Repeats;
            next += last;
            if (final.Length > 0)
            {
                repeats.Take(final.Offset, nodes[last].Literals > 0);
                store.Add(anchor, (uint)(next - anchor), safeEnd, final.Length, final.Offset);
                next += final.Length;
                anchor = next;
            }
        }
        return anchor;
    }

    /// <summary>Finds the cheapest ways from a position on, up to one that all of them pass.</summary>
    /// <param name="start">The block's first byte.</param>
    /// <param name="from">The position.</param>
    /// <param name="limit">No match begins here or later.</param>
    /// <param name="end">The block's end.</param>
    /// <param name="final">A match to take from there without further ado.</param>
    /// <returns>How far behind <paramref name="from"/> that position is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Spread(byte* start, byte* from, byte* limit, byte* end, out FoundMatch final)
    {
        OptimalNode* nodes = _nodes.Pointer;
        int* literals = _prices.Literals;
        int* starts = _matches.Starts + (from - start);
        FoundMatch* matches = _matches.Matches;
        uint nice = (uint)Effort.NiceLength;
        int last = 0;
        final = default;
        for (int at = 0; ; at++)
        {
            byte* next = from + at;
            if (at > 0)
            {
                Settle(nodes, at, literals[next[-1]]);
                if (at == last)
                {
                    return at;
                }
            }
            if (next >= limit)
            {
                continue;
            }
            OptimalNode* node = nodes + at;
            int basePrice = node->Price + _prices.Run(0);
            uint best = ZstdFormat.MinMatch - 1;
            FoundMatch longest = SpreadRepeats(node, next, end, basePrice, ref best, ref last, at);
            for (int i = starts[at]; i < starts[at + 1] && longest.Length < nice; i++)
            {
                FoundMatch match = matches[i];
                if (match.Length > best)
                {
                    longest = match;
                    if (match.Length >= nice)
                    {
                        break;
                    }
                    int price = basePrice + _prices.Offsets[
                        BitOperations.Log2(match.Offset + SequenceCodes.RepeatedOffsets)];
                    Reach(node, match, best + 1, price, ref last, at);
                    best = match.Length;
                }
            }
            if (longest.Length >= nice || (at >= MaxSegment - 1 && longest.Length > 0))
            {
                final = longest;
                return at;
            }
            if (last == 0 || at >= MaxSegment - 1)
            {
                return at;
            }
        }
    }

    /// <summary>Decides how a position is reached, now that everything before is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Settle(OptimalNode* nodes, int at, int literalPrice)
    {
        OptimalNode* node = nodes + at;
        OptimalNode* before = node - 1;
        uint literals = before->Literals + 1;
        int price = before->Price + literalPrice + _prices.Run(literals) - _prices.Run(literals - 1);
        if (price <= node->Price)
        {
            node->Price = price;
            node->Length = 0;
            node->Literals = literals;
            node->Repeats = before->Repeats;
            return;
        }
        OptimalNode* origin = node - node->Length;
        node->Literals = 0;
        node->Repeats = origin->Repeats;
        node->Repeats.Take(node->Offset, origin->Literals > 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FoundMatch SpreadRepeats(
        OptimalNode* node, byte* next, byte* end, int basePrice, ref uint best, ref int last, int at)
    {
        FoundMatch longest = default;
        RepeatOffsets repeats = node->Repeats;
        bool hasLiterals = node->Literals > 0;
        uint reach = Index.Of(next) - Index.Lowest;
        uint word = Words.Load32(next);
        for (int value = 1; value <= SequenceCodes.RepeatedOffsets; value++)
        {
            uint offset = (value + (hasLiterals ? 0 : 1)) switch
            {
                1 => repeats.First,
                2 => repeats.Second,
                3 => repeats.Third,
                _ => repeats.First - 1,
            };
            // An offset of 0 wraps around.
            if (offset - 1 >= reach || ((Words.Load32(next - offset) ^ word) & 0xFFFFFF) != 0)
            {
                continue;
            }
            uint length = 3 + Words.CountEqual(next + 3, next + 3 - offset, end);
            if (length > best)
            {
                longest = new FoundMatch(length, offset);
                if (length >= (uint)Effort.NiceLength)
                {
                    return longest;
                }
                int price = basePrice + _prices.Offsets[BitOperations.Log2((uint)value)];
                Reach(node, longest, best + 1, price, ref last, at);
                best = length;
            }
        }
        return longest;
    }

    /// <summary>Notes the positions that a match reaches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reach(OptimalNode* node, FoundMatch match, uint shortest, int price, ref int last, int at)
    {
        int* lengths = _prices.Matches;
        for (; last < at + (int)match.Length; last++)
        {
            node[last + 1 - at].Price = Unreached;
        }
        for (uint length = shortest; length <= match.Length; length++)
        {
            OptimalNode* reached = node + length;
            int whole = price + lengths[length];
            if (whole < reached->Price)
            {
                reached->Price = whole;
                reached->Length = length;
                reached->Offset = match.Offset;
            }
        }
    }

    /// <summary>Turns the way to a node into sequences.</summary>
    private static void Store(
        SequenceStore store, OptimalNode* nodes, int last, byte* from, ref byte* anchor, byte* safeEnd)
    {
        // The way is known backwards: each node on it is told where it goes on.
        int next = 0;
        for (int at = last; at > 0;)
        {
            int before = at - (int)Math.Max(1, nodes[at].Length);
            nodes[at].Price = next;
            next = at;
            at = before;
        }
        for (int at = next; at > 0; at = nodes[at].Price)
        {
            uint length = nodes[at].Length;
            if (length > 0)
            {
                byte* match = from + at - length;
                store.Add(anchor, (uint)(match - anchor), safeEnd, length, nodes[at].Offset);
                anchor = match + length;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Prepare(int sizeLog) => _matcher.Prepare(sizeLog);

    /// <inheritdoc/>
    protected override void Clear() => _matcher.Clear();

    /// <inheritdoc/>
    protected override void Reduce(uint reduction) => _matcher.Reduce(reduction);
}
