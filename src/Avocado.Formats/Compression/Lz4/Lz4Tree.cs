namespace Avocado.Formats.Compression.Lz4;

/// <summary>
/// Finds the longest match of each position. Positions whose next four bytes have the same hash form a binary tree,
/// sorted by what follows, newer positions above older ones: one way down meets the longest match there is.
/// </summary>
internal sealed unsafe class Lz4Tree(Lz4Effort effort) : Lz4Matcher
{
    /// <summary>Two for each position: the tree of what sorts before it, and of what sorts behind it.</summary>
    private readonly Pinned<int> _children = new(2 * Window);

    /// <inheritdoc/>
    protected override void Search(
        byte* start, int from, int count, byte* limit, int* lengths, ushort* offsets)
    {
        int known = Known;
        int offset = KnownOffset;
        for (int i = 0; i < count; i++)
        {
            known = FindLongest(start, from + i, limit, Math.Max(known - 1, 0), ref offset);
            lengths[i] = known;
            offsets[i] = (ushort)offset;
        }
        Known = known;
        KnownOffset = offset;
    }

    /// <summary>
    /// Makes the position the root of its tree, splits the old tree into what sorts before and behind it, and meets
    /// the longest match on the way.
    /// </summary>
    private int FindLongest(byte* start, int position, byte* limit, int best, ref int offset)
    {
        byte* next = start + position;
        int origin = Origin;
        int named = position + origin;
        int candidate = Replace(next, named);
        int* children = _children.Pointer;
        int* before = children + (2 * (named & (Window - 1)));
        int* behind = before + 1;
        int oldest = Math.Max(named - Lz4Format.MaxOffset, origin);
        int nice = (int)Math.Min(limit - next, effort.Nice);
        int equalBefore = 0;
        int equalBehind = 0;
        for (int depth = effort.Depth; candidate >= oldest && depth > 0; depth--)
        {
            int* pair = children + (2 * (candidate & (Window - 1)));
            byte* match = start + (candidate - origin);
            int common = Math.Min(equalBefore, equalBehind);
            common += (int)Words.CountEqual(next + common, match + common, next + nice);
            if (common == nice)
            {
                *before = pair[0];
                *behind = pair[1];
                // What is known to be as long need not be measured again at each of its positions.
                common += best < nice ? (int)Words.CountEqual(next + nice, match + nice, limit) : 0;
            }
            if (common > best)
            {
                best = common;
                offset = named - candidate;
            }
            if (common >= nice)
            {
                return best;
            }
            if (match[common] < next[common])
            {
                *before = candidate;
                before = pair + 1;
                candidate = *before;
                equalBefore = common;
            }
            else
            {
                *behind = candidate;
                behind = pair;
                candidate = *behind;
                equalBehind = common;
            }
        }
        *before = *behind = 0;
        return best;
    }
}
