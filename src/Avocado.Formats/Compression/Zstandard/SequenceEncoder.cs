using System.Numerics;
using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Writes the sequences of a block (section 3.1.1.3.2).</summary>
internal sealed unsafe class SequenceEncoder
{
    private const int MaxSymbols = SequenceCode.MaxSymbols;

    private readonly SequenceCode _literalLengths = new(
        SequenceCodes.DefaultLiteralLengths, SequenceCodes.DefaultLiteralLengthLog, ZstdFormat.MaxLiteralLengthLog);

    private readonly SequenceCode _offsets = new(
        SequenceCodes.DefaultOffsets, SequenceCodes.DefaultOffsetLog, ZstdFormat.MaxOffsetLog);

    private readonly SequenceCode _matchLengths = new(
        SequenceCodes.DefaultMatchLengths, SequenceCodes.DefaultMatchLengthLog, ZstdFormat.MaxMatchLengthLog);

    /// <summary>Literal length, match length and offset code of each sequence in its three low bytes.</summary>
    private readonly Pinned<uint> _codes = new(SequenceStore.Capacity);
    private readonly Pinned<uint> _offsetValues = new(SequenceStore.Capacity);
    private readonly Pinned<int> _counts = new(3 * MaxSymbols);
    private readonly Pinned<byte> _extraBits = new(2 * MaxSymbols);

    public SequenceEncoder()
    {
        SequenceCodes.LiteralLengthBits.CopyTo(_extraBits.Span);
        SequenceCodes.MatchLengthBits.CopyTo(_extraBits.Span[MaxSymbols..]);
    }

    /// <summary>Begins a frame.</summary>
    public void Clear()
    {
        _literalLengths.Clear();
        _offsets.Clear();
        _matchLengths.Clear();
    }

    /// <summary>The block that was written last is used: decoders know its codes now.</summary>
    public void Commit()
    {
        _literalLengths.Commit();
        _offsets.Commit();
        _matchLengths.Commit();
    }

    /// <summary>Writes the section.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="count">How many.</param>
    /// <param name="repeats">The repeated offsets, which change.</param>
    /// <param name="destination">Room for twelve bytes of each sequence and a kilobyte.</param>
    /// <returns>Its size in bytes; 0 when old decoders would misread it.</returns>
    public int Write(ZstdSequence* sequences, int count, ref RepeatOffsets repeats, byte* destination)
    {
        byte* next = WriteCount(count, destination);
        if (count == 0)
        {
            _literalLengths.Skip();
            _offsets.Skip();
            _matchLengths.Skip();
            return (int)(next - destination);
        }
        MakeCodes(sequences, count, ref repeats);
        uint last = _codes.Pointer[count - 1];
        byte* modes = next++;
        byte* lastDescription = null;
        Describe(_literalLengths, 0, count, (byte)last, ref next, ref lastDescription);
        Describe(_offsets, 1, count, (byte)(last >> 16), ref next, ref lastDescription);
        Describe(_matchLengths, 2, count, (byte)(last >> 8), ref next, ref lastDescription);
        *modes = (byte)((_literalLengths.Mode << 6) | (_offsets.Mode << 4) | (_matchLengths.Mode << 2));
        next = WriteBits(sequences, count, next);
        // Decoders before 2018 want at least four bytes from the last description on.
        return lastDescription is not null && next - lastDescription < 4 ? 0 : (int)(next - destination);
    }

    private static byte* WriteCount(int count, byte* destination)
    {
        if (count < 128)
        {
            *destination = (byte)count;
            return destination + 1;
        }
        if (count < SequenceCodes.FirstLongCount)
        {
            destination[0] = (byte)((count >> 8) + 128);
            destination[1] = (byte)count;
            return destination + 2;
        }
        destination[0] = 255;
        destination[1] = (byte)(count - SequenceCodes.FirstLongCount);
        destination[2] = (byte)((count - SequenceCodes.FirstLongCount) >> 8);
        return destination + 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MakeCodes(ZstdSequence* sequences, int count, ref RepeatOffsets repeats)
    {
        _counts.Span.Clear();
        int* literalCounts = _counts.Pointer;
        int* offsetCounts = literalCounts + MaxSymbols;
        int* matchCounts = offsetCounts + MaxSymbols;
        uint* codes = _codes.Pointer;
        uint* offsetValues = _offsetValues.Pointer;
        (uint first, uint second, uint third) = (repeats.First, repeats.Second, repeats.Third);
        for (int i = 0; i < count; i++)
        {
            ZstdSequence sequence = sequences[i];
            uint value = RepeatOffsets.Take(
                sequence.Offset, sequence.Literals > 0, ref first, ref second, ref third);
            int literalCode = SequenceCodes.LiteralLengthCode(sequence.Literals);
            int matchCode = SequenceCodes.MatchLengthCode(sequence.MatchLength - ZstdFormat.MinMatch);
            int offsetCode = BitOperations.Log2(value);
            literalCounts[literalCode]++;
            matchCounts[matchCode]++;
            offsetCounts[offsetCode]++;
            offsetValues[i] = value;
            codes[i] = (uint)(literalCode | (matchCode << 8) | (offsetCode << 16));
        }
        repeats = new RepeatOffsets(first, second, third);
    }

    private void Describe(
        SequenceCode code, int index, int count, int last, ref byte* next, ref byte* lastDescription)
    {
        int size = code.Choose(_counts.Span.Slice(index * MaxSymbols, MaxSymbols), count, last, next);
        lastDescription = code.Mode == SequenceCodes.Compressed ? next : lastDescription;
        next += size;
    }

    /// <summary>From the last sequence to the first, each backwards: the mirror image of decoding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* WriteBits(ZstdSequence* sequences, int count, byte* destination)
    {
        byte* literalBits = _extraBits.Pointer;
        byte* matchBits = literalBits + MaxSymbols;
        uint* codes = _codes.Pointer;
        uint* offsetValues = _offsetValues.Pointer;
        FseTransition* literalTransitions = _literalLengths.Encoder.Transitions;
        FseTransition* offsetTransitions = _offsets.Encoder.Transitions;
        FseTransition* matchTransitions = _matchLengths.Encoder.Transitions;
        ushort* literalStates = _literalLengths.Encoder.States;
        ushort* offsetStates = _offsets.Encoder.States;
        ushort* matchStates = _matchLengths.Encoder.States;
        var sink = new BitSink(destination);
        uint code = codes[count - 1];
        uint literalState = _literalLengths.Encoder.Begin((byte)code);
        uint matchState = _matchLengths.Encoder.Begin((byte)(code >> 8));
        uint offsetState = _offsets.Encoder.Begin((int)(code >> 16));
        for (int i = count - 1; ; code = codes[--i])
        {
            if (i < count - 1)
            {
                Change(ref sink, ref offsetState, offsetTransitions[code >> 16], offsetStates);
                Change(ref sink, ref matchState, matchTransitions[(byte)(code >> 8)], matchStates);
                Change(ref sink, ref literalState, literalTransitions[(byte)code], literalStates);
            }
            int literalCount = literalBits[(byte)code];
            int matchCount = matchBits[(byte)(code >> 8)];
            int offsetCount = (int)(code >> 16);
            // Bases of long lengths are multiples of what their bits can tell. Together at most 16 + 16 + 24 bits.
            ulong extra = sequences[i].Literals & ((1u << literalCount) - 1);
            uint match = (sequences[i].MatchLength - ZstdFormat.MinMatch) & ((1u << matchCount) - 1);
            extra |= (ulong)match << literalCount;
            extra |= (ulong)(offsetValues[i] - (1u << offsetCount)) << (literalCount + matchCount);
            int extraCount = literalCount + matchCount + offsetCount;
            if (extraCount > BitSink.Room - SequenceCodes.MaxStateBits)
            {
                sink.Flush();
            }
            sink.Add(extra, extraCount);
            sink.Flush();
            if (i == 0)
            {
                break;
            }
        }
        End(ref sink, matchState, _matchLengths.Encoder.Log);
        End(ref sink, offsetState, _offsets.Encoder.Log);
        End(ref sink, literalState, _literalLengths.Encoder.Log);
        return sink.Close();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Change(ref BitSink sink, ref uint state, FseTransition transition, ushort* states)
    {
        int bits = (int)(state + (uint)transition.Bits) >> 16;
        sink.Add(state & ((1u << bits) - 1), bits);
        state = states[(state >> bits) + transition.Base];
    }

    private static void End(ref BitSink sink, uint state, int log)
    {
        sink.Add(state & ((1u << log) - 1), log);
        sink.Flush();
    }
}
