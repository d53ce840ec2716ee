namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// One of the three codes of sequences: decides how a block describes it (section 3.1.1.3.2.1.1), by cost.
/// </summary>
internal sealed unsafe class SequenceCode
{
    /// <summary>More than any of the codes has.</summary>
    public const int MaxSymbols = 64;

    private readonly short[] _defaultShares;
    private readonly FseEncoder _default;
    private readonly short[] _shares = new short[MaxSymbols];
    private FseEncoder _current;
    private FseEncoder _candidate;
    private bool _hasCurrent;
    private bool _tookCandidate;

    /// <param name="defaultShares">The predefined distribution.</param>
    /// <param name="defaultLog">Logarithm of its number of states.</param>
    /// <param name="maxLog">The highest logarithm the code may have.</param>
    public SequenceCode(ReadOnlySpan<short> defaultShares, int defaultLog, int maxLog)
    {
        _defaultShares = defaultShares.ToArray();
        _default = new FseEncoder(MaxSymbols, defaultLog);
        _default.Make(defaultShares, defaultLog);
        _current = new FseEncoder(MaxSymbols, maxLog);
        _candidate = new FseEncoder(MaxSymbols, maxLog);
    }

    /// <summary>What the block is encoded with.</summary>
    public FseEncoder Encoder { get; private set; } = null!;

    /// <summary>The mode that tells decoders what it is encoded with.</summary>
    public int Mode { get; private set; }

    /// <summary>Begins a frame.</summary>
    public void Clear() => _hasCurrent = false;

    /// <summary>A block has no sequences: it changes nothing.</summary>
    public void Skip()
    {
        Mode = SequenceCodes.Repeat;
        _tookCandidate = false;
    }

    /// <summary>The block that was written last is used: decoders know its code now.</summary>
    public void Commit()
    {
        // What follows a predefined or a run-length code does not refer to it: it would save next to nothing.
        if (Mode is SequenceCodes.Predefined or SequenceCodes.Rle)
        {
            _hasCurrent = false;
        }
        else if (_tookCandidate)
        {
            (_current, _candidate) = (_candidate, _current);
            _hasCurrent = true;
        }
        _tookCandidate = false;
    }

    /// <summary>Chooses a code and writes its description.</summary>
    /// <param name="counts">How often each symbol occurs.</param>
    /// <param name="total">The sum of <paramref name="counts"/>.</param>
    /// <param name="last">
    /// The symbol of the last sequence: it is part of the first state and need not be encoded for itself.
    /// </param>
    /// <param name="destination">Where the description goes.</param>
    /// <returns>Its size in bytes.</returns>
    public int Choose(Span<int> counts, int total, int last, byte* destination)
    {
        _tookCandidate = false;
        int highest = counts.LastIndexOfAnyExcept(0);
        if (counts[highest] == total)
        {
            return ChooseOnly(highest, total, destination);
        }
        long byDefault = _default.CostOf(counts);
        long repeated = _hasCurrent ? _current.CostOf(counts) : -1;
        byDefault = byDefault < 0 ? long.MaxValue : byDefault;
        repeated = repeated < 0 ? long.MaxValue : repeated;

        // The last symbol costs nothing, so it should not take part; but it needs a state.
        bool isAdjusted = counts[last] > 1;
        counts[last] -= isAdjusted ? 1 : 0;
        total -= isAdjusted ? 1 : 0;
        ReadOnlySpan<int> used = counts[..(highest + 1)];
        int log = FseNormaliser.LogFor(total, used.Length - used.Count(0), _candidate.MaxLog);
        Span<short> shares = _shares.AsSpan(0, used.Length);
        FseNormaliser.Normalise(used, total, log, shares);
        counts[last] += isAdjusted ? 1 : 0;
        int size = FseEncoder.WriteShares(shares, log, destination);
        long compressed = FseEncoder.CostOf(used, shares, log) + (8L * size * FixedLog.One);

        if (byDefault <= compressed && byDefault <= repeated)
        {
            Encoder = _default;
            Mode = SequenceCodes.Predefined;
            return 0;
        }
        if (repeated <= compressed)
        {
            Encoder = _current;
            Mode = SequenceCodes.Repeat;
            return 0;
        }
        _candidate.Make(shares, log);
        _tookCandidate = true;
        Encoder = _candidate;
        Mode = SequenceCodes.Compressed;
        return size;
    }

    private int ChooseOnly(int symbol, int total, byte* destination)
    {
        if (total <= 2 && symbol < _defaultShares.Length)
        {
            Encoder = _default;
            Mode = SequenceCodes.Predefined;
            return 0;
        }
        _candidate.MakeRle(symbol);
        _tookCandidate = true;
        Encoder = _candidate;
        Mode = SequenceCodes.Rle;
        *destination = (byte)symbol;
        return 1;
    }
}
