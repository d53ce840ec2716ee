using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using static Avocado.Formats.Compression.Deflate.DeflateFormat;

namespace Avocado.Formats.Compression.Deflate;

/// <summary>Decompresses a Deflate stream (RFC 1951) forward in constant memory.</summary>
/// <remarks>
/// Written rather than taken from the runtime because the runtime's does not tell a stream that is cut off from one
/// that is complete, nor where in the source it ended.
/// </remarks>
internal sealed class Inflater(InflateInput input)
{
    /// <summary>Decoded at once, before it is taken.</summary>
    private const int RunSize = 1 << 15;

    /// <summary>Copies of matches go on to a whole word.</summary>
    private const int Slack = MaxMatch + InflateInput.WordSize;

    private readonly byte[] _window = new byte[WindowSize + RunSize + Slack];
    private readonly InflateTable _literals = InflateTable.ForLiterals();
    private readonly InflateTable _offsets = InflateTable.ForOffsets();
    private readonly InflateTable _lengthCode = InflateTable.ForLengths();
    private readonly byte[] _lengths = new byte[LiteralSymbols + 2 + 32];
    private int _position;
    private int _taken;
    private int _storedLeft;
    private bool _inSymbols;
    private bool _isLast;

    private static ReadOnlySpan<byte> LengthOrder =>
        [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Begins another stream where the input stands.</summary>
    public void Restart()
    {
        _position = _taken = _storedLeft = 0;
        _inSymbols = _isLast = false;
    }

    /// <summary>Gives the next bytes; 0 at the end, when the input stands behind the stream.</summary>
    /// <param name="destination">Not empty.</param>
    public int Read(Span<byte> destination)
    {
        while (_taken == _position)
        {
            if (!Produce())
            {
                return 0;
            }
        }
        int count = Math.Min(destination.Length, _position - _taken);
        _window.AsSpan(_taken, count).CopyTo(destination);
        _taken += count;
        return count;
    }

    private bool Produce()
    {
        if (_position >= WindowSize + RunSize - MaxMatch)
        {
            // Everything was taken; what matches may reach back to moves to the front.
            _window.AsSpan(_position - WindowSize, WindowSize).CopyTo(_window);
            _position = _taken = WindowSize;
        }
        if (_inSymbols)
        {
            DecodeSymbols();
        }
        else if (_storedLeft > 0)
        {
            int room = Math.Min(_storedLeft, WindowSize + RunSize - _position);
            int count = input.ReadBytes(_window.AsSpan(_position, room));
            _position += count;
            _storedLeft -= count;
        }
        else if (_isLast)
        {
            input.Align();
            return false;
        }
        else
        {
            BeginBlock();
        }
        return true;
    }

    private void BeginBlock()
    {
        _isLast = input.ReadBits(1) != 0;
        switch (input.ReadBits(2))
        {
            case Stored:
                input.Align();
                _storedLeft = input.ReadBits(16);
                if (input.ReadBits(16) != (~_storedLeft & 0xFFFF))
                {
                    throw input.Damaged("the length of a stored block is wrong");
                }
                break;
            case FixedCodes:
                _lengths.AsSpan(0, 144).Fill(8);
                _lengths.AsSpan(144, 112).Fill(9);
                _lengths.AsSpan(256, 24).Fill(7);
                _lengths.AsSpan(280, 8).Fill(8);
                _lengths.AsSpan(288, 32).Fill(5);
                MakeTables(288, 32);
                break;
            case DynamicCodes:
                ReadCodes();
                break;
            default:
                throw input.Damaged("a block of no known type");
        }
    }

    private void ReadCodes()
    {
        int literals = input.ReadBits(5) + FirstLengthSymbol;
        int offsets = input.ReadBits(5) + 1;
        int lengths = input.ReadBits(4) + 4;
        if (literals > LiteralSymbols || offsets > OffsetSymbols)
        {
            throw input.Damaged("a block has too many codes");
        }
        Span<byte> lengthLengths = stackalloc byte[LengthCodeSymbols];
        lengthLengths.Clear();
        foreach (byte symbol in LengthOrder[..lengths])
        {
            lengthLengths[symbol] = (byte)input.ReadBits(3);
        }
        if (!_lengthCode.TryMake(lengthLengths))
        {
            throw BadCode();
        }
        Span<byte> all = _lengths.AsSpan(0, literals + offsets);
        for (int i = 0; i < all.Length;)
        {
            int symbol = ReadLengthSymbol();
            if (symbol < 16)
            {
                all[i++] = (byte)symbol;
                continue;
            }
            (int bits, int least) = symbol switch
            {
                16 => (2, 3),
                17 => (3, 3),
                _ => (7, 11),
            };
            int run = input.ReadBits(bits) + least;
            if (run > all.Length - i || (symbol == 16 && i == 0))
            {
                throw BadCode();
            }
            all.Slice(i, run).Fill(symbol == 16 ? all[i - 1] : (byte)0);
            i += run;
        }
        if (all[EndOfBlock] == 0)
        {
            throw BadCode();
        }
        MakeTables(literals, offsets);
    }

    /// <summary>Bit by bit, because the code may end with the input.</summary>
    private int ReadLengthSymbol()
    {
        uint code = 0;
        for (int length = 1; length <= MaxLengthCodeLength; length++)
        {
            code |= (uint)input.ReadBits(1) << (length - 1);
            uint entry = _lengthCode.Entries[code];
            if (entry != 0 && (byte)entry == length)
            {
                return (int)(entry >> InflateTable.ValueShift);
            }
        }
        throw BadCode();
    }

    private void MakeTables(int literals, int offsets)
    {
        if (!_literals.TryMake(_lengths.AsSpan(0, literals)) || !_offsets.TryMake(_lengths.AsSpan(literals, offsets)))
        {
            throw BadCode();
        }
        _inSymbols = true;
    }

    private void DecodeSymbols()
    {
        input.Refill();
        Span<byte> window = _window;
        ReadOnlySpan<byte> source = input.Buffer;
        ReadOnlySpan<uint> literals = _literals.Entries;
        ReadOnlySpan<uint> offsets = _offsets.Entries;
        input.Suspend(out ulong bits, out int count);
        int next = input.Next;
        int fastLimit = input.FastLimit;
        int position = _position;
        const int positionLimit = WindowSize + RunSize - MaxMatch;
        while (position < positionLimit && next <= fastLimit)
        {
            // At least 56 bits: a length takes at most 20, an offset 28.
            bits |= BinaryPrimitives.ReadUInt64LittleEndian(source[next..]) << count;
            next += (63 - count) >> 3;
            count |= 56;
            uint entry = literals[(int)bits & ((1 << InflateTable.LiteralRootBits) - 1)];
            if ((entry & InflateTable.Subtable) != 0)
            {
                entry = Follow(literals, entry, ref bits, ref count);
            }
            bits >>= (byte)entry;
            count -= (byte)entry;
            if ((entry & InflateTable.Literal) != 0)
            {
                window[position++] = (byte)(entry >> InflateTable.ValueShift);
                continue;
            }
            if ((entry & InflateTable.Base) == 0)
            {
                if ((entry & InflateTable.End) == 0)
                {
                    throw BadCode();
                }
                _inSymbols = false;
                break;
            }
            int length = TakeExtra(entry, ref bits, ref count);
            entry = offsets[(int)bits & ((1 << InflateTable.OffsetRootBits) - 1)];
            if ((entry & InflateTable.Subtable) != 0)
            {
                entry = Follow(offsets, entry, ref bits, ref count);
            }
            if ((entry & InflateTable.Base) == 0)
            {
                throw BadCode();
            }
            bits >>= (byte)entry;
            count -= (byte)entry;
            int offset = TakeExtra(entry, ref bits, ref count);
            if (offset > position)
            {
                throw input.Damaged("a match reaches back before the beginning");
            }
            Copy(window, position, offset, length);
            position += length;
        }
        _position = position;
        input.Resume(next, bits, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Follow(ReadOnlySpan<uint> entries, uint entry, ref ulong bits, ref int count)
    {
        bits >>= (byte)entry;
        count -= (byte)entry;
        int tableBits = (int)((entry >> InflateTable.ExtraShift) & InflateTable.ExtraMask);
        return entries[(int)(entry >> InflateTable.ValueShift) + ((int)bits & ((1 << tableBits) - 1))];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakeExtra(uint entry, ref ulong bits, ref int count)
    {
        int extra = (int)((entry >> InflateTable.ExtraShift) & InflateTable.ExtraMask);
        int value = (int)(entry >> InflateTable.ValueShift) + ((int)bits & ((1 << extra) - 1));
        bits >>= extra;
        count -= extra;
        return value;
    }

    /// <summary>Copies a match word by word; what is written too far is overwritten next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(Span<byte> window, int position, int offset, int length)
    {
        Span<byte> to = window.Slice(position, length + InflateInput.WordSize);
        ReadOnlySpan<byte> from = window.Slice(position - offset, length + InflateInput.WordSize);
        if (offset >= InflateInput.WordSize)
        {
            for (int i = 0; i < length; i += InflateInput.WordSize)
            {
                Unsafe.WriteUnaligned(ref to[i], Unsafe.ReadUnaligned<ulong>(in from[i]));
            }
        }
        else if (offset == 1)
        {
            to[..length].Fill(from[0]);
        }
        else
        {
            for (int i = 0; i < length; i++)
            {
                to[i] = from[i];
            }
        }
    }

    private Files.Diagnostics.DamagedFormatException BadCode() => input.Damaged("a block has an impossible code");
}
