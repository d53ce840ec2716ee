using System.Runtime.CompilerServices;

namespace Avocado.Formats.Compression.Lz4;

/// <summary>Writes sequences to a destination, until one does not fit.</summary>
internal unsafe ref struct Lz4Output(byte* destination, int capacity)
{
    /// <summary>
    /// Short literals are copied in pieces of this size: a match follows them, and at least
    /// <see cref="Lz4Format.LastMatchDistance"/> bytes are readable from its beginning.
    /// </summary>
    private const int Piece = 8;

    private readonly byte* _start = destination;
    private readonly byte* _end = destination + capacity;
    private byte* _next = destination;

    /// <summary>Bytes written.</summary>
    public readonly int Length => (int)(_next - _start);

    /// <summary>Writes literals and a match.</summary>
    /// <param name="literals">The literals.</param>
    /// <param name="literalCount">How many.</param>
    /// <param name="offset">The match's offset.</param>
    /// <param name="matchLength">The match's length.</param>
    /// <returns>False when there is no room.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(byte* literals, int literalCount, int offset, int matchLength)
    {
        int matchCode = matchLength - Lz4Format.MinMatch;
        bool isShort = literalCount < Lz4Format.LongLength && matchCode < Lz4Format.LongLength;
        if (isShort && _end - _next >= 1 + (2 * Piece) + Lz4Format.OffsetSize)
        {
            *_next = (byte)((literalCount << Lz4Format.LengthBits) | matchCode);
            Unsafe.CopyBlockUnaligned(_next + 1, literals, Piece);
            if (literalCount > Piece)
            {
                Unsafe.CopyBlockUnaligned(_next + 1 + Piece, literals + Piece, Piece);
            }
            _next += 1 + literalCount;
            WriteOffset(offset);
            return true;
        }
        return TryWriteLong(literals, literalCount, offset, matchCode);
    }

    /// <summary>Writes the last literals.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryWriteLast(byte* literals, int count)
    {
        if (_end - _next < 1L + Lz4Format.ExtraBytes(count) + count)
        {
            return false;
        }
        byte* token = _next++;
        *token = (byte)(WriteLength(count) << Lz4Format.LengthBits);
        WriteLiterals(literals, count);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryWriteLong(byte* literals, int literalCount, int offset, int matchCode)
    {
        long size = 1L + Lz4Format.ExtraBytes(literalCount) + literalCount + Lz4Format.OffsetSize
            + Lz4Format.ExtraBytes(matchCode);
        if (_end - _next < size)
        {
            return false;
        }
        byte* token = _next++;
        int first = WriteLength(literalCount) << Lz4Format.LengthBits;
        WriteLiterals(literals, literalCount);
        WriteOffset(offset);
        *token = (byte)(first | WriteLength(matchCode));
        return true;
    }

    /// <summary>Writes what a token cannot hold of a length, and returns what it holds.</summary>
    private int WriteLength(int length)
    {
        if (length < Lz4Format.LongLength)
        {
            return length;
        }
        int rest = length - Lz4Format.LongLength;
        for (; rest >= 255; rest -= 255)
        {
            *_next++ = 255;
        }
        *_next++ = (byte)rest;
        return Lz4Format.LongLength;
    }

    private void WriteLiterals(byte* literals, int count)
    {
        Buffer.MemoryCopy(literals, _next, count, count);
        _next += count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteOffset(int offset)
    {
        _next[0] = (byte)offset;
        _next[1] = (byte)(offset >> 8);
        _next += Lz4Format.OffsetSize;
    }
}
