namespace Avocado.Formats.Compression.Lz4;

/// <summary>
/// Finds the longest match of each position and of all rows of sequences takes one of the smallest. That is cheap in
/// this format: all offsets cost the same, so that of a position the longest match stands for all.
/// </summary>
internal sealed unsafe class Lz4HighEncoder(Lz4Effort effort) : IBlockEncoder
{
    /// <summary>Positions that are decided on together.</summary>
    private const int Stretch = 1 << 15;

    /// <summary>What a match costs at least: its token and its offset.</summary>
    private const int MatchCost = 1 + Lz4Format.OffsetSize;

    /// <summary>The longest match whose length the token holds.</summary>
    private const int LongestInToken = Lz4Format.MinMatch + Lz4Format.LongLength - 1;

    private readonly Lz4Matcher _matcher = effort.Sorted ? new Lz4Tree(effort) : new Lz4Chains(effort);
    private readonly Pinned<int> _lengths = new(Stretch);
    private readonly Pinned<ushort> _offsets = new(Stretch);

    /// <summary>The bytes that the rest of the stretch takes, from each position on.</summary>
    private readonly Pinned<int> _costs = new(Stretch + 1);

    private int _previous;

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        _matcher.Restart(_previous, source.Length);
        _previous = source.Length;
        fixed (byte* start = source)
        fixed (byte* output = destination)
        {
            return Encode(start, source.Length, new Lz4Output(output, destination.Length));
        }
    }

    private int Encode(byte* start, int length, Lz4Output output)
    {
        int* lengths = _lengths.Pointer;
        ushort* offsets = _offsets.Pointer;
        int literals = 0;
        int next = 0;
        for (int from = 0; from < length; from += Stretch)
        {
            int count = Math.Min(Stretch, length - from);
            _matcher.Find(start, from, count, length, lengths, offsets);
            Choose(count);
            while (next < from + count)
            {
                int match = lengths[next - from];
                if (match < Lz4Format.MinMatch)
                {
                    next++;
                    continue;
                }
                if (!output.TryWrite(start + literals, next - literals, offsets[next - from], match))
                {
                    return 0;
                }
                next += match;
                literals = next;
            }
        }
        return output.TryWriteLast(start + literals, length - literals) ? output.Length : 0;
    }

    /// <summary>Makes each match as long as it should be, or zero where a literal is better.</summary>
    private void Choose(int count)
    {
        int* lengths = _lengths.Pointer;
        int* costs = _costs.Pointer;
        costs[count] = 0;
        int run = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            // A run of literals begins its next length byte.
            int extra = run >= Lz4Format.LongLength - 1 && (run - (Lz4Format.LongLength - 1)) % 255 == 0 ? 1 : 0;
            int cost = 1 + extra + costs[i + 1];
            int length = 0;
            int longest = lengths[i];
            if (longest >= Lz4Format.MinMatch)
            {
                // Fewer bytes left are never dearer, so of matches of the same price only the longest matters.
                int matchCost = MatchCost + Lz4Format.ExtraBytes(longest - Lz4Format.MinMatch)
                    + costs[Math.Min(i + longest, count)];
                if (longest > LongestInToken)
                {
                    int shorter = MatchCost + costs[Math.Min(i + LongestInToken, count)];
                    if (shorter < matchCost)
                    {
                        matchCost = shorter;
                        longest = LongestInToken;
                    }
                }
                if (matchCost <= cost)
                {
                    cost = matchCost;
                    length = longest;
                }
            }
            costs[i] = cost;
            lengths[i] = length;
            run = length == 0 ? run + 1 : 0;
        }
    }
}
