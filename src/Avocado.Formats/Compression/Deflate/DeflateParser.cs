using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Deflate;

/// <summary>Decides which matches to take: the first one found, or a better one that begins a little later.</summary>
internal sealed unsafe class DeflateParser(DeflateEffort effort, HashChainMatcher matcher)
{
    /// <summary>A match of three bytes further back than this costs more than its three literals.</summary>
    private const int MaxShortMatchOffset = 8192;

    /// <summary>How much input is looked at to learn how many different literals it has.</summary>
    private const int PreviewSize = 4096;

    /// <summary>
    /// How much better a match one or two bytes later must be, in quarters of a byte: as much as the literals before
    /// it cost.
    /// </summary>
    private const int GainOfOneStep = 2;
    private const int GainOfTwoSteps = 6;

    private readonly bool[] _used = new bool[256];

    /// <summary>Fills <paramref name="block"/> until it is complete.</summary>
    /// <param name="block">Empty; it is closed on return.</param>
    /// <param name="next">The first byte of the block.</param>
    /// <param name="end">Behind the last byte of input.</param>
    /// <returns>Behind the last byte of the block.</returns>
    public byte* Parse(DeflateBlock block, byte* next, byte* end)
    {
        block.Clear();
        int minMatch = MinMatchOf(new ReadOnlySpan<byte>(next, (int)Math.Min(end - next, PreviewSize)));
        next = effort.LazySteps == 0
            ? ParseGreedy(block, next, end, minMatch)
            : ParseLazy(block, next, end, minMatch);
        block.Close();
        return next;
    }

    // A loop of its own: inlined into its callers, up to the image's, it leaves the JIT compiler no room to inline Find.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* ParseGreedy(DeflateBlock block, byte* next, byte* end, int minMatch)
    {
        do
        {
            int offset = 0;
            int length = Find(next, end, minMatch - 1, effort.SearchDepth, ref offset);
            if (!IsWorthwhile(length, offset, minMatch))
            {
                block.AddLiteral(*next++);
                continue;
            }
            block.AddMatch(length, offset);
            matcher.Skip(next + 1, end - next - 1, length - 1);
            next += length;
        }
        while (next < end && !block.IsComplete(end - next));
        return next;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* ParseLazy(DeflateBlock block, byte* next, byte* end, int minMatch)
    {
        do
        {
            int offset = 0;
            int length = Find(next, end, minMatch - 1, effort.SearchDepth, ref offset);
            if (!IsWorthwhile(length, offset, minMatch))
            {
                block.AddLiteral(*next++);
                continue;
            }
            // Positions after `next` that the matcher knows already because a better match was looked for there.
            int looked = 1;
            while (length < effort.NiceLength
                && FindBetter(next, end, ref looked, ref length, ref offset, out int step))
            {
                for (; step > 0; step--)
                {
                    block.AddLiteral(*next++);
                }
            }
            block.AddMatch(length, offset);
            matcher.Skip(next + looked, end - next - looked, length - looked);
            next += length;
        }
        while (next < end && !block.IsComplete(end - next));
        return next;
    }

    /// <summary>Looks for a match that begins one or two bytes later and saves more than those bytes cost.</summary>
    /// <param name="next">Where the match in hand begins.</param>
    /// <param name="end">Behind the input.</param>
    /// <param name="looked">How many positions from <paramref name="next"/> on the matcher knows.</param>
    /// <param name="length">Length of the match in hand, replaced by the better one's.</param>
    /// <param name="offset">Its offset, likewise.</param>
    /// <param name="step">How many bytes later the better match begins.</param>
    private bool FindBetter(
        byte* next, byte* end, ref int looked, ref int length, ref int offset, out int step)
    {
        for (step = 1; step <= effort.LazySteps; step++)
        {
            // With every step less effort: the match in hand is good.
            int laterOffset = 0;
            int later = Find(next + step, end, length - 1, effort.SearchDepth >> step, ref laterOffset);
            looked = step + 1;
            if (later >= length && laterOffset > 0)
            {
                int gain = (4 * (later - length)) + BitOperations.Log2((uint)offset)
                    - BitOperations.Log2((uint)laterOffset);
                if (gain > (step == 1 ? GainOfOneStep : GainOfTwoSteps))
                {
                    (length, offset) = (later, laterOffset);
                    looked = 1;
                    return true;
                }
            }
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(byte* next, byte* end, int best, int depth, ref int offset) =>
        matcher.Find(next, (int)Math.Min(end - next, int.MaxValue), best, depth, effort.NiceLength, ref offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWorthwhile(int length, int offset, int minMatch) =>
        length >= minMatch && offset > 0 && (length > DeflateFormat.MinMatch || offset <= MaxShortMatchOffset);

    /// <summary>
    /// The shortest match worth taking. A match costs about 16 bits, a literal about the logarithm of how many
    /// different literals there are.
    /// </summary>
    private int MinMatchOf(ReadOnlySpan<byte> preview)
    {
        _used.AsSpan().Clear();
        foreach (byte value in preview)
        {
            _used[value] = true;
        }
        return _used.AsSpan().Count(true) switch
        {
            <= 4 => 8,
            <= 6 => 7,
            <= 10 => 6,
            <= 20 => 5,
            <= 50 => 4,
            _ => DeflateFormat.MinMatch,
        };
    }
}
