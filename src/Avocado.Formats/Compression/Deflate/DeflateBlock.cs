using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Deflate;

/// <summary>
/// The block that is being gathered: its sequences, how often each symbol occurs, and whether what comes now still
/// resembles what came before.
/// </summary>
internal sealed class DeflateBlock
{
    /// <summary>A block has at most this many matches; many blocks have far fewer.</summary>
    private const int MaxSequences = 50_000;

    /// <summary>
    /// A block is closed after this many bytes: its symbols then repay the header many times over, and the next
    /// block's code fits its own symbols.
    /// </summary>
    private const int MaxLength = 300_000;

    /// <summary>Shorter blocks rarely repay their header.</summary>
    private const int MinLength = 5_000;

    /// <summary>How many symbols are gathered before they are compared with the block so far.</summary>
    private const int SampleSize = 512;

    /// <summary>What is told apart: literals by two high bits and the lowest; short and long matches.</summary>
    private const int LiteralKinds = 8;
    private const int Kinds = LiteralKinds + 2;
    private const int LongMatch = 9;

    private readonly DeflateSequence[] _sequences = new DeflateSequence[MaxSequences];
    private readonly int[] _kinds = new int[Kinds];
    private readonly int[] _sampleKinds = new int[Kinds];
    private int _symbols;
    private int _sampled;
    private int _sequenceCount;
    private int _literals;

    /// <summary>Bytes in the block.</summary>
    public int Length { get; private set; }

    /// <summary>How often each literal, length slot and end of block occurs.</summary>
    public int[] LiteralCounts { get; } = new int[DeflateFormat.LiteralSymbols];

    /// <summary>How often each offset slot occurs.</summary>
    public int[] OffsetCounts { get; } = new int[DeflateFormat.OffsetSymbols];

    /// <summary>The sequences; the last has no match.</summary>
    public ReadOnlySpan<DeflateSequence> Sequences => _sequences.AsSpan(0, _sequenceCount);

    /// <summary>Begins another block.</summary>
    public void Clear()
    {
        LiteralCounts.AsSpan().Clear();
        OffsetCounts.AsSpan().Clear();
        _kinds.AsSpan().Clear();
        _sampleKinds.AsSpan().Clear();
        _symbols = _sampled = _sequenceCount = _literals = 0;
        Length = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLiteral(byte value)
    {
        LiteralCounts[value]++;
        _sampleKinds[((value >> 5) & 6) | (value & 1)]++;
        _sampled++;
        _literals++;
        Length++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddMatch(int length, int offset)
    {
        LiteralCounts[
            DeflateFormat.FirstLengthSymbol + DeflateFormat.LengthSlots[length - DeflateFormat.MinMatch]]++;
        OffsetCounts[DeflateFormat.OffsetSlot(offset)]++;
        _sampleKinds[LiteralKinds + (length >= LongMatch ? 1 : 0)]++;
        _sampled++;
        _sequences[_sequenceCount++] = new DeflateSequence(_literals, (ushort)length, (ushort)offset);
        _literals = 0;
        Length += length;
    }

    /// <summary>Ends the block: adds the end symbol and the literals after the last match.</summary>
    public void Close()
    {
        LiteralCounts[DeflateFormat.EndOfBlock]++;
        _sequences[_sequenceCount++] = new DeflateSequence(_literals, 0, 0);
    }

    /// <summary>True when the block should end here.</summary>
    /// <param name="left">How many bytes of input follow.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsComplete(long left) =>
        _sampled >= SampleSize
        && (Length >= MaxLength
            || _sequenceCount >= MaxSequences - (2 * SampleSize)
            || (Length >= MinLength && left >= MinLength && IsUnlikeTheRest()));

    /// <summary>
    /// Compares the kinds of symbols in the sample with those in the block before it. When they differ the block ends
    /// (the sample's symbols, already in it, are few), otherwise the sample becomes part of what to compare with.
    /// </summary>
    private bool IsUnlikeTheRest()
    {
        if (_symbols > 0)
        {
            // Shares are compared as products, which needs no division: a/b - c/d = (ad - cb) / bd.
            long difference = 0;
            for (int i = 0; i < Kinds; i++)
            {
                difference += Math.Abs(((long)_sampleKinds[i] * _symbols) - ((long)_kinds[i] * _sampled));
            }
            long whole = (long)_symbols * _sampled;
            // Two fifths of all symbols; more while the block is short, less the longer it is.
            long limit = whole * 2 / 5;
            if (Length < 10_000 && _symbols + _sampled < 8192)
            {
                limit += limit * (8192 - _symbols - _sampled) / 8192;
            }
            long age = (long)(Length / 4096) * _symbols;
            if (difference + age >= limit)
            {
                return true;
            }
        }
        for (int i = 0; i < Kinds; i++)
        {
            _kinds[i] += _sampleKinds[i];
        }
        _sampleKinds.AsSpan().Clear();
        _symbols += _sampled;
        _sampled = 0;
        return false;
    }
}
