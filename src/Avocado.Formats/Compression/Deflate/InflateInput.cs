using System.Buffers.Binary;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Compression.Deflate;

/// <summary>The compressed bytes, bit by bit or for a fast loop, which may read past their end into zeros.</summary>
internal sealed class InflateInput(string format)
{
    /// <summary>A fast loop reads whole words of this many bytes.</summary>
    public const int WordSize = sizeof(ulong);

    private const int DataSize = 1 << 15;

    /// <summary>At the end of the source so many zero bytes follow the data.</summary>
    private const int Padding = 4 * WordSize;

    private readonly byte[] _buffer = new byte[DataSize + Padding];
    private Stream _source = Stream.Null;
    private int _end;
    private ulong _bits;
    private int _bitCount;

    /// <summary>The buffer, with the next byte at <see cref="Next"/>.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Where the next byte is; whole bytes of the bits taken ahead are given back between steps.</summary>
    public int Next { get; private set; }

    /// <summary>True when the source has no more bytes than are buffered.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>
    /// Where a fast loop must stop: with a word left for more input, or at the end where it certainly took bits that
    /// are not there.
    /// </summary>
    public int FastLimit => IsAtEnd ? _end + WordSize : _end - WordSize;

    /// <summary>Begins another source.</summary>
    public void Restart(Stream source)
    {
        _source = source;
        Next = _end = 0;
        _bits = 0;
        _bitCount = 0;
        IsAtEnd = false;
    }

    /// <summary>The error that says <paramref name="what"/> is wrong.</summary>
    public DamagedFormatException Damaged(string what) => new(format, what);

    /// <summary>Buffers more input where little is left.</summary>
    public void Refill()
    {
        int kept = _end - Next;
        if (IsAtEnd || kept > DataSize / 2)
        {
            return;
        }
        _buffer.AsSpan(Next, kept).CopyTo(_buffer);
        Next = 0;
        int read = _source.ReadAtLeast(_buffer.AsSpan(kept, DataSize - kept), 1, throwOnEndOfStream: false);
        _end = kept + read;
        IsAtEnd = read == 0;
        if (IsAtEnd)
        {
            _buffer.AsSpan(_end, Padding).Clear();
        }
    }

    /// <summary>Takes up to 16 bits.</summary>
    public int ReadBits(int count)
    {
        while (_bitCount < count)
        {
            _bits |= (ulong)TakeByte() << _bitCount;
            _bitCount += 8;
        }
        int value = (int)(_bits & ((1UL << count) - 1));
        _bits >>= count;
        _bitCount -= count;
        return value;
    }

    /// <summary>Drops the rest of a byte that was begun.</summary>
    public void Align()
    {
        // ReadBits never takes a whole byte ahead.
        _bits = 0;
        _bitCount = 0;
    }

    /// <summary>The next byte or -1 at the end; the input is aligned.</summary>
    public int TryReadByte()
    {
        if (Next == _end)
        {
            Refill();
        }
        return Next < _end ? _buffer[Next++] : -1;
    }

    /// <summary>The next byte; the input is aligned.</summary>
    public byte TakeByte() => TryReadByte() is var value and >= 0 ? (byte)value : throw Truncated();

    /// <summary>The next 32 bits, low byte first; the input is aligned.</summary>
    public uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        foreach (ref byte value in bytes)
        {
            value = TakeByte();
        }
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Copies at least one byte, at most as many as fit; the input is aligned.</summary>
    public int ReadBytes(Span<byte> destination)
    {
        if (Next == _end)
        {
            Refill();
        }
        int count = Math.Min(destination.Length, _end - Next);
        if (count == 0)
        {
            throw Truncated();
        }
        _buffer.AsSpan(Next, count).CopyTo(destination);
        Next += count;
        return count;
    }

    /// <summary>Lends out the bit state to a fast loop.</summary>
    public void Suspend(out ulong bits, out int count) => (bits, count) = (_bits, _bitCount);

    /// <summary>Takes back the bit state.</summary>
    /// <param name="next">Where the loop would read on.</param>
    /// <param name="bits">What it has read ahead.</param>
    /// <param name="count">How many bits of that.</param>
    public void Resume(int next, ulong bits, int count)
    {
        Next = next - (count >> 3);
        if (Next > _end)
        {
            throw Truncated();
        }
        _bitCount = count & 7;
        _bits = bits & ((1UL << _bitCount) - 1);
    }

    private DamagedFormatException Truncated() => Damaged("it ends too early; it was cut off");
}
