using System.Numerics;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Cuts a block's sequences where codes of their own for both halves take less than one for the whole.</summary>
internal sealed unsafe class BlockSplitter
{
    /// <summary>Fewer sequences are not worth a code of their own.</summary>
    private const int MinSequences = 200;
    public const int MaxParts = 64;

    /// <summary>Headers of a block and its sections, in bits.</summary>
    private const int HeaderBits = 8 * 11;

    /// <summary>What the description of a literal's weight and of a state's share take, in bits.</summary>
    private const int WeightBits = 3;
    private const int ShareBits = 5;

    private readonly int[] _literalCounts = new int[HuffmanEncoder.Symbols];
    private readonly int[] _runCounts = new int[ZstdFormat.LiteralLengthCodes];
    private readonly int[] _matchCounts = new int[ZstdFormat.MatchLengthCodes];
    private readonly int[] _offsetCounts = new int[ZstdFormat.OffsetCodes];
    private readonly int[] _ends = new int[MaxParts];
    private int _parts;

    /// <summary>Decides where to cut.</summary>
    /// <returns>Behind which sequences parts end; the last one is their number.</returns>
    public ReadOnlySpan<int> Split(SequenceStore store)
    {
        _parts = 0;
        if (store.Count >= 2 * MinSequences)
        {
            long whole = CostOf(store, 0, store.Count, 0, store.LiteralCount);
            Split(store, 0, store.Count, 0, store.LiteralCount, whole);
        }
        _ends[_parts++] = store.Count;
        return _ends.AsSpan(0, _parts);
    }

    /// <summary>Splits sequences and their literals, which cost so much together.</summary>
    private void Split(SequenceStore store, int start, int end, int literalStart, int literalEnd, long whole)
    {
        if (end - start < 2 * MinSequences || _parts >= MaxParts - 2)
        {
            return;
        }
        int middle = start + ((end - start) / 2);
        int literalMiddle = literalStart;
        for (int i = start; i < middle; i++)
        {
            literalMiddle += (int)store.Sequences[i].Literals;
        }
        long left = CostOf(store, start, middle, literalStart, literalMiddle);
        long right = CostOf(store, middle, end, literalMiddle, literalEnd);
        if (left + right >= whole)
        {
            return;
        }
        Split(store, start, middle, literalStart, literalMiddle, left);
        if (_parts < MaxParts - 1)
        {
            _ends[_parts++] = middle;
        }
        Split(store, middle, end, literalMiddle, literalEnd, right);
    }

    private long CostOf(SequenceStore store, int start, int end, int literalStart, int literalEnd)
    {
        _literalCounts.AsSpan().Clear();
        _runCounts.AsSpan().Clear();
        _matchCounts.AsSpan().Clear();
        _offsetCounts.AsSpan().Clear();
        foreach (byte value in new ReadOnlySpan<byte>(store.Literals + literalStart, literalEnd - literalStart))
        {
            _literalCounts[value]++;
        }
        // Which offsets repeat others is nearly the same in parts as in the whole.
        RepeatOffsets repeats = RepeatOffsets.AtStart;
        foreach (ZstdSequence sequence in new ReadOnlySpan<ZstdSequence>(store.Sequences + start, end - start))
        {
            _runCounts[SequenceCodes.LiteralLengthCode(sequence.Literals)]++;
            _matchCounts[SequenceCodes.MatchLengthCode(sequence.MatchLength - ZstdFormat.MinMatch)]++;
            uint value = repeats.Take(sequence.Offset, sequence.Literals > 0);
            _offsetCounts[BitOperations.Log2(value)]++;
        }
        return (HeaderBits * FixedLog.One)
            + CostOf(_literalCounts, literalEnd - literalStart, WeightBits)
            + CostOf(_runCounts, end - start, ShareBits)
            + CostOf(_matchCounts, end - start, ShareBits)
            + CostOf(_offsetCounts, end - start, ShareBits);
    }

    private static long CostOf(ReadOnlySpan<int> counts, int total, int describeBits)
    {
        long cost = 0;
        int whole = total > 0 ? FixedLog.Of((uint)total) : 0;
        foreach (int count in counts)
        {
            if (count > 0)
            {
                cost += ((long)count * (whole - FixedLog.Of((uint)count))) + (describeBits * FixedLog.One);
            }
        }
        return cost;
    }
}
