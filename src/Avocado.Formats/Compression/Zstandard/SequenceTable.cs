using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Decodes one of the three codes of sequences. An entry has, from the lowest bit: 32 bits first value, 16 bits base
/// of the next state, 8 bits how many bits the next state takes, 8 bits how many extra bits the value takes.
/// </summary>
internal sealed unsafe class SequenceTable
{
    public const int NextStateShift = 32;
    public const int StateBitsShift = 48;
    public const int ExtraBitsShift = 56;

    private readonly byte[] _extraBits;
    private readonly uint[] _bases;
    private readonly int _maxLog;
    private readonly Pinned<ulong> _entries;
    private readonly byte[] _symbols;

    private SequenceTable(ReadOnlySpan<byte> extraBits, uint[] bases, int maxLog)
    {
        _extraBits = extraBits.ToArray();
        _bases = bases;
        _maxLog = maxLog;
        _entries = new Pinned<ulong>(1 << maxLog);
        _symbols = new byte[1 << maxLog];
    }

    /// <summary>Logarithm of the number of states.</summary>
    public int Log { get; private set; }

    /// <summary>True once there is a code, which the next block may use again.</summary>
    public bool IsValid { get; private set; }

    /// <summary>The states.</summary>
    public ulong* Entries
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _entries.Pointer;
    }

    public static SequenceTable ForLiteralLengths() => new(
        SequenceCodes.LiteralLengthBits, SequenceCodes.Bases(SequenceCodes.LiteralLengthBits, 0),
        ZstdFormat.MaxLiteralLengthLog);

    public static SequenceTable ForMatchLengths() => new(
        SequenceCodes.MatchLengthBits, SequenceCodes.Bases(SequenceCodes.MatchLengthBits, ZstdFormat.MinMatch),
        ZstdFormat.MaxMatchLengthLog);

    /// <summary>The values of the first two codes, which name repeated offsets, are not used.</summary>
    public static SequenceTable ForOffsets()
    {
        var bits = new byte[ZstdFormat.OffsetCodes];
        var bases = new uint[ZstdFormat.OffsetCodes];
        for (int code = 0; code < bits.Length; code++)
        {
            bits[code] = (byte)code;
            bases[code] = code > 1 ? (1u << code) - SequenceCodes.RepeatedOffsets : 0;
        }
        return new SequenceTable(bits, bases, ZstdFormat.MaxOffsetLog);
    }

    /// <summary>Forgets the code.</summary>
    public void Clear() => IsValid = false;

    /// <summary>Makes a table of one state without bits.</summary>
    public void MakeRle(byte symbol)
    {
        if (symbol >= _bases.Length)
        {
            throw ZstdFormat.Damaged("a block has an impossible code");
        }
        Log = 0;
        IsValid = true;
        _entries.Span[0] = _bases[symbol] | ((ulong)_extraBits[symbol] << ExtraBitsShift);
    }

    /// <summary>Reads a code's description and makes its table.</summary>
    /// <returns>How many bytes the description takes.</returns>
    public int Read(ReadOnlySpan<byte> source, FseDistribution work)
    {
        int size = work.Read(source, _maxLog, _bases.Length);
        Make(work.Shares.AsSpan(0, work.Symbols), work.Log);
        return size;
    }

    /// <summary>Makes the table of a distribution.</summary>
    public void Make(ReadOnlySpan<short> shares, int log)
    {
        Log = log;
        IsValid = true;
        FseSpread.Spread(shares, log, _symbols);
        Span<ushort> next = stackalloc ushort[ZstdFormat.MatchLengthCodes];
        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            next[symbol] = (ushort)Math.Abs((int)shares[symbol]);
        }
        Span<ulong> entries = _entries.Span;
        for (int state = 0; state < 1 << log; state++)
        {
            int symbol = _symbols[state];
            uint following = next[symbol]++;
            int bits = log - BitOperations.Log2(following);
            ulong baseState = (following << bits) - (1u << log);
            entries[state] = _bases[symbol]
                | (baseState << NextStateShift)
                | ((ulong)bits << StateBitsShift)
                | ((ulong)_extraBits[symbol] << ExtraBitsShift);
        }
    }
}
