using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>The matches at every position of a block, found once and looked at in several passes.</summary>
internal sealed unsafe class MatchList
{
    /// <summary>Room for so many matches at every position on average; later ones are passed over.</summary>
    private const int Average = 8;

    private readonly Pinned<FoundMatch> _matches;
    private readonly Pinned<int> _starts = new(ZstdFormat.MaxBlockSize + 1);
    private readonly int _limit;

    /// <param name="maxPerPosition">The most matches at one position.</param>
    public MatchList(int maxPerPosition)
    {
        _limit = Average * ZstdFormat.MaxBlockSize;
        _matches = new Pinned<FoundMatch>(_limit + maxPerPosition);
    }

    /// <summary>The matches of all positions.</summary>
    public FoundMatch* Matches => _matches.Pointer;

    /// <summary>Where each position's matches begin; the next one's begin where they end.</summary>
    public int* Starts => _starts.Pointer;

    /// <summary>Finds the matches of a block.</summary>
    /// <param name="matcher">Knows the positions before.</param>
    /// <param name="index">Numbers positions.</param>
    /// <param name="start">The block's first byte.</param>
    /// <param name="end">Behind the last one.</param>
    /// <param name="inputEnd">Nothing is read from here on.</param>
    /// <param name="nice">Inside a match of this length no others are of interest.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(TreeMatcher matcher, InputIndex index, byte* start, byte* end, byte* inputEnd, uint nice)
    {
        byte* origin = index.Base;
        uint lowest = index.Lowest;
        FoundMatch* matches = _matches.Pointer;
        int* starts = _starts.Pointer;
        int count = 0;
        byte* covered = start;
        byte* limit = inputEnd - MatchFinding.Margin;
        for (byte* next = start; next < end; next++)
        {
            starts[next - start] = count;
            if (next >= limit)
            {
                continue;
            }
            int found = matcher.Find(origin, index.Of(next), lowest, inputEnd, matches + count);
            if (found == 0 || next < covered || count >= _limit)
            {
                continue;
            }
            count = Trim(matches, count, found, (uint)(end - next));
            if (count > starts[next - start] && matches[count - 1].Length >= nice)
            {
                uint length = matches[count - 1].Length;
                byte* match = next - matches[count - 1].Offset;
                length += Words.CountEqual(next + length, match + length, end);
                matches[count - 1] = new FoundMatch(length, matches[count - 1].Offset);
                covered = next + length;
            }
        }
        starts[end - start] = count;
    }

    /// <summary>Matches must end with the block.</summary>
    private static int Trim(FoundMatch* matches, int count, int found, uint left)
    {
        uint longest = 0;
        for (; found > 0 && longest < left; found--)
        {
            longest = Math.Min(matches[count].Length, left);
            matches[count] = new FoundMatch(longest, matches[count].Offset);
            count++;
        }
        return longest < ZstdFormat.MinMatch ? count - 1 : count;
    }
}
