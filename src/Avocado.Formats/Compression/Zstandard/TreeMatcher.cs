using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Keeps the positions of each hash in a binary tree, ordered by what follows them, the newest at the root: a way
/// down passes the longest match of every distance.
/// </summary>
internal sealed unsafe class TreeMatcher(ZstdEffort effort)
{
    private const int MaxHash3Log = 16;
    private const int ShortLength = 3;
    private const int TreeLength = 4;

    /// <summary>A match of three bytes further back costs more than its literals.</summary>
    private const uint MaxShortOffset = 1 << 17;

    private readonly int _attempts = 1 << effort.SearchLog;
    private readonly uint _nice = (uint)effort.NiceLength;
    private readonly bool _hasShort = effort.MinMatch == ShortLength;
    private readonly PositionTable _newest = new();
    private readonly PositionTable _newestShort = new();

    /// <summary>Two for each position: what sorts before it, what sorts behind.</summary>
    private readonly PositionTable _children = new();
    private uint _mask;

    public void Prepare(int sizeLog)
    {
        _newest.Prepare(Math.Min(effort.HashLog, sizeLog));
        _newestShort.Prepare(_hasShort ? Math.Min(MaxHash3Log, sizeLog) : 0);
        int treeLog = Math.Min(effort.ChainLog, sizeLog);
        _children.Prepare(treeLog + 1);
        _mask = (1u << treeLog) - 1;
    }

    public void Clear()
    {
        _newest.Clear();
        _newestShort.Clear();
        _children.Clear();
    }

    public void Reduce(uint reduction)
    {
        _newest.Reduce(reduction);
        _newestShort.Reduce(reduction);
        _children.Reduce(reduction);
    }

    /// <summary>Adds a position and finds matches.</summary>
    /// <param name="origin">Where position 0 would be.</param>
    /// <param name="position">Eight bytes are readable there.</param>
    /// <param name="lowest">The lowest position that may be matched.</param>
    /// <param name="inputEnd">Nothing is read from here on.</param>
    /// <param name="found">
    /// Room for as many matches as there are attempts and one; each is longer than the one before.
    /// </param>
    /// <returns>How many matches there are.</returns>
    public int Find(byte* origin, uint position, uint lowest, byte* inputEnd, FoundMatch* found)
    {
        int count = 0;
        uint best = ShortLength - 1;
        byte* next = origin + position;
        if (_hasShort)
        {
            uint* entry = _newestShort.Pointer + MatchFinding.Hash(
                Words.Load32(next), 64 - (8 * ShortLength), _newestShort.Log);
            uint candidate = *entry;
            *entry = position;
            if (candidate >= lowest && position - candidate <= MaxShortOffset
                && ((Words.Load32(origin + candidate) ^ Words.Load32(next)) & 0xFFFFFF) == 0)
            {
                best = ShortLength;
                found[count++] = new FoundMatch(best, position - candidate);
            }
        }
        else
        {
            best = TreeLength - 1;
        }
        return Descend(origin, position, lowest, inputEnd, best, found, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Descend(
        byte* origin, uint position, uint lowest, byte* inputEnd, uint best, FoundMatch* found, int count)
    {
        byte* next = origin + position;
        uint nice = _nice;
        uint mask = _mask;
        uint longest = (uint)Math.Min(nice, inputEnd - next);
        uint* children = _children.Pointer;
        uint* entry = _newest.Pointer + MatchFinding.Hash(Words.Load32(next), 64 - (8 * TreeLength), _newest.Log);
        uint candidate = *entry;
        *entry = position;
        uint oldest = position > mask ? Math.Max(lowest, position - mask) : lowest;
        uint* smaller = children + (2 * (position & mask));
        uint* larger = smaller + 1;
        uint smallerLength = 0;
        uint largerLength = 0;
        for (int attempts = _attempts; candidate >= oldest && attempts > 0; attempts--)
        {
            uint* pair = children + (2 * (candidate & mask));
            byte* match = origin + candidate;
            // What sorts between two positions begins as both do.
            uint length = Math.Min(smallerLength, largerLength);
            length += Words.CountEqual(next + length, match + length, next + longest);
            if (length > best)
            {
                best = length;
                found[count++] = new FoundMatch(length, position - candidate);
            }
            if (length == longest)
            {
                if (longest == nice)
                {
                    // As far as anyone looks the two are the same: the newer one takes the other's place.
                    *smaller = pair[0];
                    *larger = pair[1];
                    return count;
                }
                // Which of the two is larger is not known here, so the rest of the tree is dropped.
                break;
            }
            if (match[length] < next[length])
            {
                *smaller = candidate;
                smaller = pair + 1;
                smallerLength = length;
                candidate = *smaller;
            }
            else
            {
                *larger = candidate;
                larger = pair;
                largerLength = length;
                candidate = *larger;
            }
        }
        *smaller = 0;
        *larger = 0;
        return count;
    }
}
