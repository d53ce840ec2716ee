using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Cuts a block's sequences where codes of their own for both sides take less than one for both.</summary>
/// <remarks>
/// The block is counted in small parts; then, again and again, the two neighbours are joined that gain most by it.
/// </remarks>
internal sealed unsafe class BlockSplitter
{
    public const int MaxParts = 32;

    /// <summary>Fewer sequences are not worth a code of their own.</summary>
    private const int MinSequences = 150;

    /// <summary>Headers of a block and its sections, in bits.</summary>
    private const int HeaderBits = 8 * 11;

    /// <summary>What the description of a literal's weight and of a state's share take, in bits.</summary>
    private const int WeightBits = 3;
    private const int ShareBits = 5;

    // A part's counts, one kind behind the other.
    private const int Runs = LiteralsFormat.Symbols;
    private const int Matches = Runs + 40;
    private const int Offsets = Matches + 56;
    private const int Kinds = Offsets + ZstdFormat.OffsetCodes;

    private const int TabledCounts = 1024;
    private const int UsedShift = 48;
    private const long TermMask = (1L << UsedShift) - 1;
    private static readonly long[] Terms = MakeTerms();

    private readonly Pinned<int> _counts = new(MaxParts * Kinds);
    private readonly int[] _joined = new int[Kinds];
    private readonly int[] _ends = new int[MaxParts];
    private readonly long[] _costs = new long[MaxParts];

    /// <summary>What the part and the next one would cost together.</summary>
    private readonly long[] _joinedCosts = new long[MaxParts];

    /// <summary>Decides where to cut.</summary>
    /// <param name="store">The block.</param>
    /// <param name="repeats">The repeated offsets before it.</param>
    /// <returns>Behind which sequences parts end; the last one is their number.</returns>
    public ReadOnlySpan<int> Split(SequenceStore store, RepeatOffsets repeats)
    {
        int parts = Math.Clamp(store.Count / MinSequences, 1, MaxParts);
        for (int i = 0; i < parts; i++)
        {
            _ends[i] = (int)((long)store.Count * (i + 1) / parts);
        }
        if (parts == 1)
        {
            return _ends.AsSpan(0, 1);
        }
        Count(store, repeats, parts);
        for (int i = 0; i < parts; i++)
        {
            _costs[i] = CostOf(CountsOf(i));
        }
        for (int i = 0; i + 1 < parts; i++)
        {
            _joinedCosts[i] = CostTogether(i);
        }
        while (parts > 1)
        {
            int best = 0;
            for (int i = 1; i + 1 < parts; i++)
            {
                best = GainOf(i) > GainOf(best) ? i : best;
            }
            if (GainOf(best) < 0)
            {
                break;
            }
            Join(best, parts--);
        }
        return _ends.AsSpan(0, parts);
    }

    private long GainOf(int part) => _costs[part] + _costs[part + 1] - _joinedCosts[part];

    private Span<int> CountsOf(int part) => _counts.Span.Slice(part * Kinds, Kinds);

    private void Join(int part, int parts)
    {
        Sum(CountsOf(part), CountsOf(part + 1), CountsOf(part));
        _costs[part] = _joinedCosts[part];
        _ends[part] = _ends[part + 1];
        for (int i = part + 1; i + 1 < parts; i++)
        {
            CountsOf(i + 1).CopyTo(CountsOf(i));
            _costs[i] = _costs[i + 1];
            _ends[i] = _ends[i + 1];
            _joinedCosts[i] = _joinedCosts[i + 1];
        }
        if (part + 2 < parts)
        {
            _joinedCosts[part] = CostTogether(part);
        }
        if (part > 0)
        {
            _joinedCosts[part - 1] = CostTogether(part - 1);
        }
    }

    private long CostTogether(int part)
    {
        Sum(CountsOf(part), CountsOf(part + 1), _joined);
        return CostOf(_joined);
    }

    private static void Sum(ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> sums)
    {
        // Vectors only for speed.
        for (int i = 0; i < Kinds; i += Vector<int>.Count)
        {
            (new Vector<int>(left[i..]) + new Vector<int>(right[i..])).CopyTo(sums[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(SequenceStore store, RepeatOffsets repeats, int parts)
    {
        _counts.Span.Clear();
        (uint first, uint second, uint third) = (repeats.First, repeats.Second, repeats.Third);
        byte* literal = store.Literals;
        byte* literalsEnd = literal + store.LiteralCount;
        ZstdSequence* sequence = store.Sequences;
        for (int part = 0; part < parts; part++)
        {
            int* counts = _counts.Pointer + (part * Kinds);
            byte* partLiterals = literal;
            for (ZstdSequence* end = store.Sequences + _ends[part]; sequence < end; sequence++)
            {
                uint literals = sequence->Literals;
                uint value = RepeatOffsets.Take(sequence->Offset, literals > 0, ref first, ref second, ref third);
                literal += literals;
                counts[Runs + SequenceCodes.LiteralLengthCode(literals)]++;
                counts[Matches + SequenceCodes.MatchLengthCode(sequence->MatchLength - ZstdFormat.MinMatch)]++;
                counts[Offsets + BitOperations.Log2(value)]++;
            }
            literal = part == parts - 1 ? literalsEnd : literal;
            for (; partLiterals < literal; partLiterals++)
            {
                counts[*partLiterals]++;
            }
        }
    }

    private static long CostOf(ReadOnlySpan<int> counts)
    {
        long weights = Entropy(counts[..Runs], out int symbols);
        long shares = Entropy(counts[Runs..Matches], out int runs)
            + Entropy(counts[Matches..Offsets], out int matches)
            + Entropy(counts[Offsets..], out int offsets);
        return weights + shares
            + ((HeaderBits + (WeightBits * symbols) + (ShareBits * (runs + matches + offsets))) * (long)FixedLog.One);
    }

    /// <summary>What symbols take by a code that fits them, and how many different ones there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Entropy(ReadOnlySpan<int> counts, out int used)
    {
        ReadOnlySpan<long> terms = Terms;
        long sum = 0;
        int total = 0;
        foreach (int count in counts)
        {
            total += count;
            sum += (uint)count < (uint)terms.Length ? terms[count] : TermOf(count);
        }
        used = (int)(sum >> UsedShift);
        return (TermOf(total) & TermMask) - (sum & TermMask);
    }

    /// <summary>A count times its logarithm, and 1 above that for a count that is not 0.</summary>
    private static long TermOf(int count) =>
        count == 0 ? 0 : ((long)count * FixedLog.Of((uint)count)) + (1L << UsedShift);

    private static long[] MakeTerms()
    {
        var terms = new long[TabledCounts];
        for (int count = 0; count < terms.Length; count++)
        {
            terms[count] = TermOf(count);
        }
        return terms;
    }
}
