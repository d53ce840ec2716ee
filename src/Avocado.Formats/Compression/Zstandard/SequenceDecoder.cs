using System.Numerics;
using System.Runtime.CompilerServices;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Reads the sequences of a block and carries them out (sections 3.1.1.3.2 and 3.1.1.4).</summary>
/// <remarks>
/// Three quarters of the reference implementation's speed: states, bits, pointers and repeated offsets are more than
/// the processor has registers for, and literals are decoded one symbol at a time.
/// </remarks>
internal sealed unsafe class SequenceDecoder
{
    /// <summary>A word holds so many unread bits once whole bytes were dropped.</summary>
    private const int WordBits = 57;

    private static readonly SequenceTable DefaultLiteralLengths = MakeDefault(
        SequenceTable.ForLiteralLengths(), SequenceCodes.DefaultLiteralLengths, SequenceCodes.DefaultLiteralLengthLog);

    private static readonly SequenceTable DefaultOffsets = MakeDefault(
        SequenceTable.ForOffsets(), SequenceCodes.DefaultOffsets, SequenceCodes.DefaultOffsetLog);

    private static readonly SequenceTable DefaultMatchLengths = MakeDefault(
        SequenceTable.ForMatchLengths(), SequenceCodes.DefaultMatchLengths, SequenceCodes.DefaultMatchLengthLog);

    private readonly FseDistribution _work = new();
    private readonly SequenceTable _ownLiteralLengths = SequenceTable.ForLiteralLengths();
    private readonly SequenceTable _ownOffsets = SequenceTable.ForOffsets();
    private readonly SequenceTable _ownMatchLengths = SequenceTable.ForMatchLengths();
    private SequenceTable _literalLengths;
    private SequenceTable _offsets;
    private SequenceTable _matchLengths;
    private uint _repeat1;
    private uint _repeat2;
    private uint _repeat3;

    public SequenceDecoder()
    {
        _literalLengths = _ownLiteralLengths;
        _offsets = _ownOffsets;
        _matchLengths = _ownMatchLengths;
        Clear();
    }

    /// <summary>Begins a frame: forgets codes, resets the repeated offsets.</summary>
    public void Clear()
    {
        (_literalLengths = _ownLiteralLengths).Clear();
        (_offsets = _ownOffsets).Clear();
        (_matchLengths = _ownMatchLengths).Clear();
        (_repeat1, _repeat2, _repeat3) = RepeatOffsets.AtStart;
    }

    /// <summary>Reads the section and writes the block's content.</summary>
    /// <param name="source">The section; eight bytes before it are readable.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="literals">The block's literals.</param>
    /// <param name="output">Where the content goes and what comes before it.</param>
    /// <returns>How many bytes were written.</returns>
    public int Decode(byte* source, int size, LiteralsDecoder literals, in OutputWindow output)
    {
        int count = ReadCount(ref source, ref size);
        byte* next = output.Next;
        byte* literal = literals.Literals;
        if (count > 0)
        {
            ReadTables(ref source, ref size);
            next = Execute(source, size, count, ref literal, literal + literals.Count, output);
        }
        else if (size > 0)
        {
            throw ZstdFormat.Damaged("something follows the literals of a block");
        }
        long rest = literals.Literals + literals.Count - literal;
        if (rest > output.End - next)
        {
            throw TooLong();
        }
        Buffer.MemoryCopy(literal, next, rest, rest);
        return (int)(next + rest - output.Next);
    }

    private static SequenceTable MakeDefault(SequenceTable table, ReadOnlySpan<short> shares, int log)
    {
        table.Make(shares, log);
        return table;
    }

    private static int ReadCount(ref byte* source, ref int size)
    {
        if (size == 0)
        {
            throw ZstdFormat.Truncated();
        }
        int first = source[0];
        int headerSize = first < 128 ? 1 : first < 255 ? 2 : 3;
        if (headerSize > size)
        {
            throw ZstdFormat.Truncated();
        }
        int count = headerSize switch
        {
            1 => first,
            2 => ((first - 128) << 8) | source[1],
            _ => (source[1] | (source[2] << 8)) + SequenceCodes.FirstLongCount,
        };
        source += headerSize;
        size -= headerSize;
        return count;
    }

    private void ReadTables(ref byte* source, ref int size)
    {
        if (size == 0)
        {
            throw ZstdFormat.Truncated();
        }
        int modes = *source++;
        size--;
        if ((modes & 3) != 0)
        {
            throw ZstdFormat.Damaged("a block has a flag that does not exist");
        }
        _literalLengths = ReadTable(
            ref source, ref size, modes >> 6, _literalLengths, _ownLiteralLengths, DefaultLiteralLengths);
        _offsets = ReadTable(ref source, ref size, modes >> 4, _offsets, _ownOffsets, DefaultOffsets);
        _matchLengths = ReadTable(
            ref source, ref size, modes >> 2, _matchLengths, _ownMatchLengths, DefaultMatchLengths);
    }

    private SequenceTable ReadTable(
        ref byte* source, ref int size, int mode, SequenceTable current, SequenceTable own, SequenceTable byDefault)
    {
        int taken = 0;
        switch (mode & 3)
        {
            case SequenceCodes.Predefined:
                return byDefault;
            case SequenceCodes.Rle:
                if (size == 0)
                {
                    throw ZstdFormat.Truncated();
                }
                own.MakeRle(*source);
                taken = 1;
                break;
            case SequenceCodes.Compressed:
                taken = own.Read(new ReadOnlySpan<byte>(source, size), _work);
                break;
            default:
                return current.IsValid
                    ? current
                    : throw ZstdFormat.Damaged("a block uses the code of a block that has none");
        }
        source += taken;
        size -= taken;
        return own;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* Execute(
        byte* source, int size, int count, ref byte* literalsNext, byte* literalsEnd, in OutputWindow output)
    {
        if (size == 0 || source[size - 1] == 0)
        {
            throw ZstdFormat.Damaged("the sequences of a block have no end");
        }
        // Unread bits are those of `bits` behind the `taken` highest ones, and those before `word`.
        byte* word = source + size - ZstdFormat.WordSize;
        byte* lowest = source - ZstdFormat.WordSize;
        ulong bits = Words.Load64(word);
        int taken = 8 - BitOperations.Log2(source[size - 1]);
        ulong* literalLengths = _literalLengths.Entries;
        ulong* offsets = _offsets.Entries;
        ulong* matchLengths = _matchLengths.Entries;
        ulong* literalState = literalLengths + Take(bits, ref taken, _literalLengths.Log);
        ulong* offsetState = offsets + Take(bits, ref taken, _offsets.Log);
        ulong* matchState = matchLengths + Take(bits, ref taken, _matchLengths.Log);
        byte* next = output.Next;
        byte* end = output.End;
        byte* fastEnd = end - ZstdFormat.Slack;
        byte* literal = literalsNext;
        byte* start = output.Start;
        ulong window = output.WindowSize;
        uint repeat1 = _repeat1;
        uint repeat2 = _repeat2;
        uint repeat3 = _repeat3;
        while (true)
        {
            word -= taken >> 3;
            taken &= 7;
            if (word < lowest)
            {
                throw ZstdFormat.Truncated();
            }
            bits = Words.Load64(word);
            ulong literalEntry = *literalState;
            ulong offsetEntry = *offsetState;
            ulong matchEntry = *matchState;
            int offsetBits = (int)(offsetEntry >> SequenceTable.ExtraBitsShift);
            int matchBits = (int)(matchEntry >> SequenceTable.ExtraBitsShift);
            int literalBits = (int)(literalEntry >> SequenceTable.ExtraBitsShift);
            uint literalLength = (uint)literalEntry;
            uint offset = (uint)offsetEntry + Take(bits, ref taken, offsetBits);
            if (offsetBits > 1)
            {
                repeat3 = repeat2;
                repeat2 = repeat1;
                repeat1 = offset;
            }
            else
            {
                // The first code has value 0, the second ones 1 and 2. Without literals they mean the next ones.
                uint index = offset + (uint)offsetBits + (literalLength == 0 ? 1u : 0u);
                if (index == 0)
                {
                    offset = repeat1;
                }
                else
                {
                    offset = index == 1 ? repeat2 : index == 2 ? repeat3 : repeat1 - 1;
                    repeat3 = index == 1 ? repeat3 : repeat2;
                    repeat2 = repeat1;
                    repeat1 = offset;
                }
            }
            if (offsetBits + matchBits + literalBits > WordBits - SequenceCodes.MaxStateBits)
            {
                word -= taken >> 3;
                taken &= 7;
                if (word < lowest)
                {
                    throw ZstdFormat.Truncated();
                }
                bits = Words.Load64(word);
            }
            uint matchLength = (uint)matchEntry + Take(bits, ref taken, matchBits);
            literalLength += Take(bits, ref taken, literalBits);
            if (--count > 0)
            {
                if (matchBits + literalBits > WordBits - SequenceCodes.MaxStateBits)
                {
                    word -= taken >> 3;
                    taken &= 7;
                    if (word < lowest)
                    {
                        throw ZstdFormat.Truncated();
                    }
                    bits = Words.Load64(word);
                }
                literalState = literalLengths + NextState(literalEntry, bits, ref taken);
                matchState = matchLengths + NextState(matchEntry, bits, ref taken);
                offsetState = offsets + NextState(offsetEntry, bits, ref taken);
            }

            // All lengths are below 2^18, so that sums do not overflow.
            if (literalLength > (ulong)(literalsEnd - literal))
            {
                throw ZstdFormat.Damaged("a block has fewer literals than its sequences take");
            }
            if (literalLength + matchLength > (ulong)(end - next))
            {
                throw TooLong();
            }
            byte* match = next + literalLength - offset;
            if (offset > (ulong)(next + literalLength - start) || offset > window || offset == 0)
            {
                throw ZstdFormat.Damaged("a match reaches back before the beginning");
            }
            if (next + literalLength + matchLength <= fastEnd)
            {
                CopyLiterals(next, literal, literalLength);
                CopyMatch(next + literalLength, match, offset, matchLength);
            }
            else
            {
                Buffer.MemoryCopy(literal, next, literalLength, literalLength);
                CopyMatchExactly(next + literalLength, match, offset, matchLength);
            }
            next += literalLength + matchLength;
            literal += literalLength;
            if (count == 0)
            {
                break;
            }
        }
        if (8 * (word - lowest) != taken)
        {
            throw ZstdFormat.Damaged("the sequences of a block end elsewhere than they should");
        }
        (_repeat1, _repeat2, _repeat3) = (repeat1, repeat2, repeat3);
        literalsNext = literal;
        return next;
    }

    /// <summary>Takes up to 31 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Take(ulong bits, ref int taken, int count)
    {
        uint value = (uint)(((bits << taken) >> 1) >> (63 - count));
        taken += count;
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint NextState(ulong entry, ulong bits, ref int taken) =>
        (ushort)(entry >> SequenceTable.NextStateShift)
        + Take(bits, ref taken, (byte)(entry >> SequenceTable.StateBitsShift));

    /// <summary>Copies by words; up to <see cref="ZstdFormat.Slack"/> bytes too much are read and written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLiterals(byte* to, byte* from, uint length)
    {
        Words.Copy16(to, from);
        if (length > 16)
        {
            byte* end = to + length;
            do
            {
                to += 16;
                from += 16;
                Words.Copy16(to, from);
            }
            while (to + 16 < end);
        }
    }

    /// <summary>Copies by words what may overlap; up to 16 bytes too much are written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyMatch(byte* to, byte* from, uint offset, uint length)
    {
        byte* end = to + length;
        if (offset >= 16)
        {
            do
            {
                Words.Copy16(to, from);
                to += 16;
                from += 16;
            }
            while (to < end);
            return;
        }
        CopyNear(to, from, offset, end);
    }

    private static void CopyNear(byte* to, byte* from, uint offset, byte* end)
    {
        for (int i = 0; i < 8; i++)
        {
            to[i] = from[i];
        }
        // Going back by a multiple of the offset gives the same bytes, at a distance that words may be copied over.
        uint distance = offset;
        while (distance < 8)
        {
            distance += offset;
        }
        to += 8;
        from = to - distance;
        for (; to < end; to += 8, from += 8)
        {
            Words.Copy8(to, from);
        }
    }

    private static void CopyMatchExactly(byte* to, byte* from, uint offset, uint length)
    {
        uint done = length > ZstdFormat.Slack ? length - ZstdFormat.Slack : 0;
        if (done > 0)
        {
            CopyMatch(to, from, offset, done);
        }
        for (; done < length; done++)
        {
            to[done] = from[done];
        }
    }

    private static DamagedFormatException TooLong() =>
        ZstdFormat.Damaged("a block holds more than it should");
}
