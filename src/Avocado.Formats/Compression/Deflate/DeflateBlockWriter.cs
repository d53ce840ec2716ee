using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using static Avocado.Formats.Compression.Deflate.DeflateFormat;

namespace Avocado.Formats.Compression.Deflate;

/// <summary>Writes a block in the smallest of the three forms.</summary>
internal sealed class DeflateBlockWriter
{
    private static readonly (HuffmanCode Literals, HuffmanCode Offsets) Fixed = MakeFixed();

    private readonly HuffmanLengths _huffman = new();
    private readonly CodeLengthCoder _header;
    private readonly HuffmanCode _literals = new(LiteralSymbols);
    private readonly HuffmanCode _offsets = new(OffsetSymbols);

    /// <summary>Bits of each match length with its extra bits, the number of bits in the highest byte.</summary>
    private readonly uint[] _lengthBits = new uint[MaxMatch + 1];

    public DeflateBlockWriter() => _header = new CodeLengthCoder(_huffman);

    /// <summary>Writes a block.</summary>
    /// <param name="block">Closed.</param>
    /// <param name="source">The bytes of the block.</param>
    /// <param name="isLast">Whether it is the last of the stream.</param>
    /// <param name="maxBits">How many bits the block may take.</param>
    /// <param name="output">Where it goes.</param>
    /// <returns>False when it takes more; then nothing was written.</returns>
    public bool TryWrite(DeflateBlock block, ReadOnlySpan<byte> source, bool isLast, long maxBits, BitWriter output)
    {
        _huffman.Make(block.LiteralCounts, MaxCodeLength, _literals.Lengths);
        _huffman.Make(block.OffsetCounts, MaxCodeLength, _offsets.Lengths);
        long extra = ExtraBitsOf(block);
        long dynamicBits = BlockHeaderBits + _header.Prepare(_literals, _offsets) + extra
            + _literals.CostOf(block.LiteralCounts) + _offsets.CostOf(block.OffsetCounts);
        long fixedBits = BlockHeaderBits + extra
            + Fixed.Literals.CostOf(block.LiteralCounts) + Fixed.Offsets.CostOf(block.OffsetCounts);
        long storedBits = StoredBitsOf(source.Length, output.PendingBits);
        long bits = Math.Min(storedBits, Math.Min(fixedBits, dynamicBits));
        if (bits > maxBits)
        {
            return false;
        }
        output.Reserve(bits);
        if (bits == storedBits)
        {
            WriteStored(source, isLast, output);
        }
        else if (bits == fixedBits)
        {
            output.Write(HeaderOf(FixedCodes, isLast), BlockHeaderBits);
            WriteSymbols(block, source, Fixed.Literals, Fixed.Offsets, output);
        }
        else
        {
            output.Write(HeaderOf(DynamicCodes, isLast), BlockHeaderBits);
            _header.Write(output);
            _literals.AssignCodes();
            _offsets.AssignCodes();
            WriteSymbols(block, source, _literals, _offsets, output);
        }
        return true;
    }

    private static uint HeaderOf(int type, bool isLast) => (uint)(type << 1) | (isLast ? 1u : 0);

    private static long ExtraBitsOf(DeflateBlock block)
    {
        long bits = 0;
        for (int slot = 0; slot < LengthExtraBits.Length; slot++)
        {
            bits += (long)block.LiteralCounts[FirstLengthSymbol + slot] * LengthExtraBits[slot];
        }
        for (int slot = 0; slot < OffsetSymbols; slot++)
        {
            bits += (long)block.OffsetCounts[slot] * OffsetExtraBits[slot];
        }
        return bits;
    }

    /// <summary>Each part has a header, the filling of its byte, and the length twice (section 3.2.4).</summary>
    private static long StoredBitsOf(int length, int pendingBits)
    {
        int parts = Math.Max(1, (length + MaxStored - 1) / MaxStored);
        int first = (-(pendingBits + BlockHeaderBits) & 7) + BlockHeaderBits;
        return first + ((parts - 1) * 8L) + (parts * 32L) + (length * 8L);
    }

    private static void WriteStored(ReadOnlySpan<byte> source, bool isLast, BitWriter output)
    {
        do
        {
            ReadOnlySpan<byte> part = source[..Math.Min(source.Length, MaxStored)];
            source = source[part.Length..];
            output.Write(HeaderOf(Stored, isLast && source.IsEmpty), BlockHeaderBits);
            output.Align();
            output.Write((uint)part.Length, 16);
            output.Write((uint)(~part.Length & 0xFFFF), 16);
            output.WriteBytes(part);
        }
        while (!source.IsEmpty);
    }

    private void WriteSymbols(
        DeflateBlock block, ReadOnlySpan<byte> source, HuffmanCode literals, HuffmanCode offsets, BitWriter output)
    {
        MakeLengthBits(literals);
        Span<byte> free = output.Suspend(out ulong bits, out int count);
        int position = 0;
        foreach (DeflateSequence sequence in block.Sequences)
        {
            int left = sequence.Literals;
            ReadOnlySpan<byte> run = source[..left];
            // At most 7 bits are pending; three literals add 45 more.
            for (; run.Length >= 3; run = run[3..])
            {
                Put(literals, run[0], ref bits, ref count);
                Put(literals, run[1], ref bits, ref count);
                Put(literals, run[2], ref bits, ref count);
                Flush(free, ref position, ref bits, ref count);
            }
            foreach (byte literal in run)
            {
                Put(literals, literal, ref bits, ref count);
            }
            Flush(free, ref position, ref bits, ref count);
            if (sequence.Length == 0)
            {
                break;
            }
            // At most 20 bits for the length and 28 for the offset.
            uint lengthBits = _lengthBits[sequence.Length];
            bits |= (ulong)(lengthBits & 0xFFFFFF) << count;
            count += (int)(lengthBits >> 24);
            int slot = OffsetSlot(sequence.Offset);
            Put(offsets, slot, ref bits, ref count);
            bits |= (ulong)(uint)(sequence.Offset - OffsetBases[slot]) << count;
            count += OffsetExtraBits[slot];
            Flush(free, ref position, ref bits, ref count);
            source = source[(left + sequence.Length)..];
        }
        Put(literals, EndOfBlock, ref bits, ref count);
        Flush(free, ref position, ref bits, ref count);
        output.Resume(position, bits, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(HuffmanCode code, int symbol, ref ulong bits, ref int count)
    {
        bits |= (ulong)code.Codes[symbol] << count;
        count += code.Lengths[symbol];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Span<byte> free, ref int position, ref ulong bits, ref int count)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(free[position..], bits);
        position += count >> 3;
        bits >>= count & ~7;
        count &= 7;
    }

    private void MakeLengthBits(HuffmanCode literals)
    {
        for (int length = MinMatch; length <= MaxMatch; length++)
        {
            int slot = LengthSlots[length - MinMatch];
            int symbol = FirstLengthSymbol + slot;
            int codeBits = literals.Lengths[symbol];
            uint bits = literals.Codes[symbol] | ((uint)(length - LengthBases[slot]) << codeBits);
            _lengthBits[length] = bits | ((uint)(codeBits + LengthExtraBits[slot]) << 24);
        }
    }

    /// <summary>The codes of section 3.2.6.</summary>
    private static (HuffmanCode Literals, HuffmanCode Offsets) MakeFixed()
    {
        // The codes count 288 and 32 symbols, of which the last two take part but never occur.
        var literals = new HuffmanCode(288);
        literals.Lengths.AsSpan().Fill(8);
        literals.Lengths.AsSpan(144..256).Fill(9);
        literals.Lengths.AsSpan(256..280).Fill(7);
        literals.AssignCodes();
        var offsets = new HuffmanCode(32);
        offsets.Lengths.AsSpan().Fill(5);
        offsets.AssignCodes();
        return (literals, offsets);
    }
}
