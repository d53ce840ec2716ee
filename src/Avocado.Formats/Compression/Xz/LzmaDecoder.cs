using System.Runtime.CompilerServices;
using static Avocado.Formats.Compression.Xz.LzmaProbabilities;

namespace Avocado.Formats.Compression.Xz;

/// <summary>
/// Decodes LZMA symbols from a chunk in memory into a window. The loop uses pointers; it stays in bounds because
/// every write is cut to the run, every distance is compared with the history, every probability index follows
/// from masked values, and a symbol reads fewer bytes than the chunk's buffer has behind the chunk.
/// </summary>
internal sealed unsafe class LzmaDecoder
{
    private const int MaxChunkSize = 1 << 16;

    /// <summary>A symbol has at most 48 bits, each of which reads at most one byte.</summary>
    private const int InputSlack = 64;

    private const int RangeCoderHeaderSize = 5;
    private const int MaxLiteralBits = 4;
    private const ushort EvenChance = 1 << (LzmaRangeDecoder.ProbabilityBits - 1);
    private const uint FirstMatchState = 7;
    private const int MinMatchLength = 2;

    private readonly byte[] _chunk = new byte[MaxChunkSize + InputSlack];
    private readonly ushort[] _probabilities = new ushort[Count(MaxLiteralBits)];
    private int _literalContextBits;
    private uint _literalPositionMask;
    private uint _positionMask;
    private int _chunkSize;
    private int _chunkNext;
    private uint _range;
    private uint _code;
    private uint _state;
    private uint _repeat0;
    private uint _repeat1;
    private uint _repeat2;
    private uint _repeat3;
    private uint _pendingLength;

    /// <summary>Takes the byte (pb * 5 + lp) * 9 + lc.</summary>
    public void SetProperties(byte properties)
    {
        (int rest, int lc) = Math.DivRem((int)properties, 9);
        (int pb, int lp) = Math.DivRem(rest, 5);
        if (pb > 4 || lc + lp > MaxLiteralBits)
        {
            throw XzFormat.Damaged("impossible LZMA properties");
        }
        _literalContextBits = lc;
        _literalPositionMask = (1u << lp) - 1;
        _positionMask = (1u << pb) - 1;
    }

    /// <summary>Forgets what was learnt from the symbols so far.</summary>
    public void ResetState()
    {
        _probabilities.AsSpan().Fill(EvenChance);
        _state = 0;
        _repeat0 = _repeat1 = _repeat2 = _repeat3 = 0;
    }

    /// <summary>Begins a chunk; the caller fills the returned bytes before the first <see cref="Decode"/>.</summary>
    public Span<byte> BeginChunk(int size)
    {
        if (size < RangeCoderHeaderSize)
        {
            throw XzFormat.Damaged("an LZMA2 chunk is too short");
        }
        _chunkSize = size;
        _chunkNext = 0;
        _pendingLength = 0;
        return _chunk.AsSpan(0, size);
    }

    /// <summary>Verifies that the chunk ended where it said, after its last byte was decoded.</summary>
    public void EndChunk()
    {
        fixed (byte* chunk = _chunk)
        {
            var coder = new LzmaRangeDecoder { Range = _range, Code = _code, Next = chunk + _chunkNext };
            coder.Normalize();
            if (_pendingLength != 0 || coder.Code != 0 || coder.Next != chunk + _chunkSize)
            {
                throw XzFormat.Damaged("an LZMA2 chunk does not end where it should");
            }
        }
    }

    /// <summary>Decodes exactly <paramref name="count"/> bytes, which the window has room for.</summary>
    public void Decode(LzmaWindow window, int count)
    {
        if (_chunkNext == 0)
        {
            StartRangeDecoder();
        }
        Span<byte> ring = window.Buffer;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window.Position + count, window.Capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window.Capacity + LzmaWindow.Slack, ring.Length);
        fixed (byte* output = ring)
        fixed (byte* chunk = _chunk)
        fixed (ushort* model = _probabilities)
        {
            DecodeSymbols(output, window, (uint)(window.Position + count), chunk, model);
        }
        window.Position += count;
    }

    private void StartRangeDecoder()
    {
        if (_chunk[0] != 0)
        {
            throw XzFormat.Damaged("LZMA data does not begin with a zero byte");
        }
        _code = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(_chunk.AsSpan(1));
        _range = uint.MaxValue;
        _chunkNext = RangeCoderHeaderSize;
    }

    // Fully optimised from the first call: in the slow first tier this loop would cost a build a second.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DecodeSymbols(byte* output, LzmaWindow window, uint limit, byte* chunk, ushort* model)
    {
        var coder = new LzmaRangeDecoder { Range = _range, Code = _code, Next = chunk + _chunkNext };
        byte* chunkEnd = chunk + _chunkSize;
        uint capacity = (uint)window.Capacity;
        uint position = (uint)window.Position;
        // A distance (stored less one) is right below `position` before the wrap and below this after it.
        uint wrappedReach = window.IsWrapped ? (uint)window.DictionarySize : 0;
        uint positionMask = _positionMask;
        uint literalPositionMask = _literalPositionMask;
        int literalContextBits = _literalContextBits;
        uint state = _state;
        uint repeat0 = _repeat0;
        uint repeat1 = _repeat1;
        uint repeat2 = _repeat2;
        uint repeat3 = _repeat3;
        uint length = _pendingLength;
        if (length > 0)
        {
            length = CopyMatch(output, ref position, limit, capacity, repeat0, length);
        }
        uint previous = position > 0 ? output[position - 1] : wrappedReach > 0 ? output[capacity - 1] : 0u;
        while (position < limit)
        {
            if (coder.Next > chunkEnd)
            {
                throw XzFormat.Damaged("LZMA data is longer than its chunk");
            }
            uint positionState = position & positionMask;
            if (coder.IsZero(model + IsMatch + (state * MaxPositionStates) + positionState))
            {
                uint context = ((position & literalPositionMask) << literalContextBits)
                    + (previous >> (8 - literalContextBits));
                ushort* literal = model + Literals + (LiteralSize * context);
                uint symbol = 1;
                if (state < FirstMatchState)
                {
                    for (int bit = 0; bit < 8; bit++)
                    {
                        coder.AppendBit(literal, ref symbol);
                    }
                    state = state < 4 ? 0 : state - 3;
                }
                else
                {
                    uint source = repeat0 < position ? position - repeat0 - 1 : position + capacity - repeat0 - 1;
                    // As long as the bits agree with the byte that a match would give, each has a model of its own.
                    uint expected = output[source];
                    uint agrees = 0x100;
                    for (int bit = 0; bit < 8; bit++)
                    {
                        expected <<= 1;
                        uint expectedBit = expected & agrees;
                        int zero = coder.AppendBit(literal + agrees + expectedBit, ref symbol);
                        agrees &= (uint)zero ^ expected;
                    }
                    state -= state < 10 ? 3u : 6u;
                }
                previous = (byte)symbol;
                output[position++] = (byte)symbol;
                continue;
            }
            if (coder.IsZero(model + IsRepeat + state))
            {
                repeat3 = repeat2;
                repeat2 = repeat1;
                repeat1 = repeat0;
                length = DecodeLength(ref coder, model + MatchLength, positionState);
                repeat0 = DecodeDistance(ref coder, model, length);
                state = state < FirstMatchState ? 7u : 10u;
            }
            else if (coder.IsZero(model + IsRepeat0 + state))
            {
                if (coder.IsZero(model + IsLongRepeat0 + (state * MaxPositionStates) + positionState))
                {
                    length = 1;
                    state = state < FirstMatchState ? 9u : 11u;
                }
                else
                {
                    length = DecodeLength(ref coder, model + RepeatLength, positionState);
                    state = state < FirstMatchState ? 8u : 11u;
                }
            }
            else
            {
                uint distance = repeat1;
                if (!coder.IsZero(model + IsRepeat1 + state))
                {
                    distance = repeat2;
                    if (!coder.IsZero(model + IsRepeat2 + state))
                    {
                        distance = repeat3;
                        repeat3 = repeat2;
                    }
                    repeat2 = repeat1;
                }
                repeat1 = repeat0;
                repeat0 = distance;
                length = DecodeLength(ref coder, model + RepeatLength, positionState);
                state = state < FirstMatchState ? 8u : 11u;
            }
            if (repeat0 >= position && repeat0 >= wrappedReach)
            {
                throw XzFormat.Damaged("a match reaches back before the beginning");
            }
            length = CopyMatch(output, ref position, limit, capacity, repeat0, length);
            previous = output[position - 1];
        }
        if (coder.Next > chunkEnd)
        {
            throw XzFormat.Damaged("LZMA data is longer than its chunk");
        }
        _range = coder.Range;
        _code = coder.Code;
        _chunkNext = (int)(coder.Next - chunk);
        _state = state;
        _repeat0 = repeat0;
        _repeat1 = repeat1;
        _repeat2 = repeat2;
        _repeat3 = repeat3;
        _pendingLength = length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint DecodeLength(scoped ref LzmaRangeDecoder coder, ushort* model, uint positionState)
    {
        uint symbol = 1;
        if (coder.IsZero(model + LengthChoice))
        {
            ushort* low = model + LengthLow + (positionState << LengthLowBits);
            coder.AppendBit(low, ref symbol);
            coder.AppendBit(low, ref symbol);
            coder.AppendBit(low, ref symbol);
            return symbol - (1 << LengthLowBits) + MinMatchLength;
        }
        if (coder.IsZero(model + LengthChoice2))
        {
            ushort* middle = model + LengthMiddle + (positionState << LengthLowBits);
            coder.AppendBit(middle, ref symbol);
            coder.AppendBit(middle, ref symbol);
            coder.AppendBit(middle, ref symbol);
            return symbol + MinMatchLength;
        }
        for (int bit = 0; bit < LengthHighBits; bit++)
        {
            coder.AppendBit(model + LengthHigh, ref symbol);
        }
        return symbol - (1 << LengthHighBits) + MinMatchLength + (2 << LengthLowBits);
    }

    /// <summary>A distance less one; the end marker of LZMA, 2^32-1, is refused as too far by the caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint DecodeDistance(scoped ref LzmaRangeDecoder coder, ushort* model, uint length)
    {
        uint lengthState = Math.Min(length - MinMatchLength, LengthStates - 1);
        ushort* slots = model + Slots + (lengthState << SlotBits);
        uint slot = 1;
        for (int bit = 0; bit < SlotBits; bit++)
        {
            coder.AppendBit(slots, ref slot);
        }
        slot -= 1 << SlotBits;
        if (slot < FirstModelledSlot)
        {
            return slot;
        }
        int footerBits = (int)(slot >> 1) - 1;
        uint distance = 2 | (slot & 1);
        ushort* tree;
        if (slot < FirstDirectSlot)
        {
            distance <<= footerBits;
            tree = model + Special + distance - slot;
        }
        else
        {
            distance = coder.AppendDirectBits(distance, footerBits - AlignBits) << AlignBits;
            tree = model + Align;
            footerBits = AlignBits;
        }
        uint node = 1;
        for (int bit = 0; bit < footerBits; bit++)
        {
            int zero = coder.AppendBit(tree, ref node);
            distance += (1u + (uint)zero) << bit;
        }
        return distance;
    }

    /// <summary>Copies a match, as far as the run goes.</summary>
    /// <returns>The bytes that are left for the next run.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint CopyMatch(
        byte* output, ref uint position, uint limit, uint capacity, uint distance, uint length)
    {
        uint count = Math.Min(length, limit - position);
        uint left = length - count;
        uint source = position - distance - 1;
        byte* to = output + position;
        position += count;
        if (distance >= to - output)
        {
            CopyWrapped(output, to, source + capacity, capacity, count);
            return left;
        }
        byte* from = output + source;
        if (distance >= 15)
        {
            // Whole vectors; what is written too far lies in the slack.
            for (byte* end = to + count; to < end; to += 16, from += 16)
            {
                Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<System.Runtime.Intrinsics.Vector128<byte>>(from));
            }
            return left;
        }
        for (byte* end = to + count; to < end;)
        {
            *to++ = *from++;
        }
        return left;
    }

    /// <summary>A match that begins in the old part of the ring.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CopyWrapped(byte* output, byte* to, uint source, uint capacity, uint count)
    {
        for (; count > 0; count--)
        {
            *to++ = output[source];
            source = source + 1 == capacity ? 0 : source + 1;
        }
    }
}
