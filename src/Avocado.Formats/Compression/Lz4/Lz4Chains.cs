using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Lz4;

/// <summary>
/// Finds long matches. Positions whose next four bytes have the same hash form a chain, newest first, of which the
/// first few are compared with. Inside of a match that is long enough nothing is looked for.
/// </summary>
internal sealed unsafe class Lz4Chains(Lz4Effort effort) : Lz4Matcher
{
    /// <summary>How far back the position is that comes next in the chain; by the position's low 16 bits.</summary>
    private readonly Pinned<ushort> _older = new(Window);

    /// <inheritdoc/>
    protected override void Search(
        byte* start, int from, int count, byte* limit, int* lengths, ushort* offsets)
    {
        int known = Known;
        int offset = KnownOffset;
        for (int i = 0; i < count; i++)
        {
            int position = from + i;
            known = Math.Max(known - 1, 0);
            int candidate = Add(start, position);
            if (known < effort.Nice)
            {
                int found = FindLongest(start, position, candidate, limit, known, ref offset);
                if (found > known && found >= Lz4Format.MinMatch)
                {
                    known = found;
                    Widen(start, position, i, found, offset, lengths, offsets);
                }
            }
            lengths[i] = known;
            offsets[i] = (ushort)offset;
        }
        Known = known;
        KnownOffset = offset;
    }

    /// <summary>A match may begin earlier: where it is the longest.</summary>
    private static void Widen(
        byte* start, int position, int index, int length, int offset, int* lengths, ushort* offsets)
    {
        byte* next = start + position;
        int most = Math.Min(index, position - offset);
        for (int back = 1; back <= most && next[-back] == next[-back - offset]; back++)
        {
            if (lengths[index - back] >= length + back)
            {
                return;
            }
            lengths[index - back] = length + back;
            offsets[index - back] = (ushort)offset;
        }
    }

    private int FindLongest(byte* start, int position, int candidate, byte* limit, int best, ref int offset)
    {
        ushort* older = _older.Pointer;
        byte* next = start + position;
        int origin = Origin;
        uint first = Words.Load32(next);
        int oldest = Math.Max(position - Lz4Format.MaxOffset, 0);
        best = Math.Max(best, Lz4Format.MinMatch - 1);
        int longest = (int)(limit - next);
        for (int depth = effort.Depth; candidate >= oldest && best < longest; depth--)
        {
            byte* match = start + candidate;
            // The bytes that would make the match longer differ most often, so they are compared first.
            if (Words.Load32(match + best - 3) == Words.Load32(next + best - 3)
                && Words.Load32(match) == first)
            {
                int found = Lz4Format.MinMatch + (int)Words.CountEqual(
                    next + Lz4Format.MinMatch, match + Lz4Format.MinMatch, limit);
                if (found > best)
                {
                    best = found;
                    offset = position - candidate;
                    if (best >= effort.Nice)
                    {
                        break;
                    }
                }
            }
            int distance = older[(candidate + origin) & (Window - 1)];
            if (depth == 1 || distance == 0)
            {
                break;
            }
            candidate -= distance;
        }
        return best;
    }

    /// <summary>Adds a position and returns the newest before it in its chain, negative when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Add(byte* start, int position)
    {
        int named = position + Origin;
        int candidate = Replace(start + position, named);
        int distance = named - candidate;
        _older.Pointer[named & (Window - 1)] = (ushort)(distance <= Lz4Format.MaxOffset ? distance : 0);
        return candidate - Origin;
    }
}
