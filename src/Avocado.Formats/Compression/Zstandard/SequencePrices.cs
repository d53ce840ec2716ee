using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// What literals, lengths and offsets will cost, in steps of <see cref="FixedLog"/>, going by how often they occurred.
/// </summary>
internal sealed unsafe class SequencePrices
{
    /// <summary>Longer matches are priced one by one.</summary>
    public const int TabledLengths = 512;

    /// <summary>Longer runs of literals likewise.</summary>
    private const int TabledLiterals = 64;

    /// <summary>Literals take whole bits: at least one, at most as many as the longest code.</summary>
    private const int MinLiteral = FixedLog.One;
    private const int MaxLiteral = ZstdFormat.MaxHuffmanBits * FixedLog.One;

    private readonly int[] _literalCounts = new int[LiteralsFormat.Symbols];
    private readonly int[] _lengthCounts = new int[ZstdFormat.LiteralLengthCodes];
    private readonly int[] _matchCounts = new int[ZstdFormat.MatchLengthCodes];
    private readonly int[] _offsetCounts = new int[ZstdFormat.OffsetCodes];
    private readonly Pinned<int> _literals = new(LiteralsFormat.Symbols);
    private readonly Pinned<int> _runs = new(TabledLiterals);
    private readonly Pinned<int> _runCodes = new(ZstdFormat.LiteralLengthCodes);
    private readonly Pinned<int> _matches = new(TabledLengths);
    private readonly Pinned<int> _matchCodes = new(ZstdFormat.MatchLengthCodes);
    private readonly Pinned<int> _offsets = new(ZstdFormat.OffsetCodes);

    /// <summary>The price of each literal.</summary>
    public int* Literals => _literals.Pointer;

    /// <summary>The price of match lengths below <see cref="TabledLengths"/>.</summary>
    public int* Matches => _matches.Pointer;

    /// <summary>The price of offsets by the logarithm of the value that names them.</summary>
    public int* Offsets => _offsets.Pointer;

    /// <summary>Learns from sequences.</summary>
    /// <param name="store">The sequences.</param>
    /// <param name="repeats">The repeated offsets before them.</param>
    public void Learn(SequenceStore store, RepeatOffsets repeats)
    {
        _literalCounts.AsSpan().Clear();
        _lengthCounts.AsSpan().Clear();
        _matchCounts.AsSpan().Clear();
        _offsetCounts.AsSpan().Clear();
        foreach (byte value in new ReadOnlySpan<byte>(store.Literals, store.LiteralCount))
        {
            _literalCounts[value]++;
        }
        foreach (ZstdSequence sequence in new ReadOnlySpan<ZstdSequence>(store.Sequences, store.Count))
        {
            _lengthCounts[SequenceCodes.LiteralLengthCode(sequence.Literals)]++;
            _matchCounts[SequenceCodes.MatchLengthCode(sequence.MatchLength - ZstdFormat.MinMatch)]++;
            uint value = repeats.Take(sequence.Offset, sequence.Literals > 0);
            _offsetCounts[BitOperations.Log2(value)]++;
        }
        Update();
    }

    /// <summary>The price of a run of literals, without the literals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Run(uint literals) => literals < TabledLiterals
        ? _runs.Pointer[literals]
        : _runCodes.Pointer[SequenceCodes.LiteralLengthCode(literals)];

    /// <summary>The price of any match length.</summary>
    public int Match(uint length) => length < TabledLengths
        ? _matches.Pointer[length]
        : _matchCodes.Pointer[SequenceCodes.MatchLengthCode(length - ZstdFormat.MinMatch)];

    private void Update()
    {
        Price(_literalCounts, [], _literals.Span);
        foreach (ref int price in _literals.Span)
        {
            price = Math.Clamp(price, MinLiteral, MaxLiteral);
        }
        Price(_lengthCounts, SequenceCodes.LiteralLengthBits, _runCodes.Span);
        Price(_matchCounts, SequenceCodes.MatchLengthBits, _matchCodes.Span);
        Price(_offsetCounts, [], _offsets.Span);
        for (int code = 0; code < ZstdFormat.OffsetCodes; code++)
        {
            _offsets.Span[code] += code * FixedLog.One;
        }
        for (int literals = 0; literals < TabledLiterals; literals++)
        {
            _runs.Span[literals] = _runCodes.Span[SequenceCodes.LiteralLengthCode((uint)literals)];
        }
        for (int length = ZstdFormat.MinMatch; length < TabledLengths; length++)
        {
            _matches.Span[length] = _matchCodes.Span[SequenceCodes.MatchLengthCode((uint)length - ZstdFormat.MinMatch)];
        }
    }

    /// <summary>Half an occurrence more of everything: what did not occur yet is dear, but not impossible.</summary>
    private static void Price(ReadOnlySpan<int> counts, ReadOnlySpan<byte> extraBits, Span<int> prices)
    {
        uint total = (uint)counts.Length;
        foreach (int count in counts)
        {
            total += 2 * (uint)count;
        }
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            prices[symbol] = FixedLog.Of(total) - FixedLog.Of((2 * (uint)counts[symbol]) + 1)
                + (extraBits.IsEmpty ? 0 : extraBits[symbol] * FixedLog.One);
        }
    }
}
