using System.Buffers;

namespace Avocado.Formats.Compression.Xz;

/// <summary>The compressed bytes, buffered, with their position.</summary>
internal sealed class XzInput(Stream source) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int _next;
    private int _end;

    /// <summary>How many bytes were taken.</summary>
    public long Position { get; private set; }

    /// <summary>The next byte, or -1 at the end of the source.</summary>
    public int TryReadByte()
    {
        if (_next == _end && !Fill())
        {
            return -1;
        }
        Position++;
        return _buffer[_next++];
    }

    /// <summary>The next byte.</summary>
    public byte ReadByte() => TryReadByte() is var value and >= 0 ? (byte)value : throw Truncated();

    /// <summary>Fills <paramref name="destination"/>.</summary>
    public void ReadExactly(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            if (_next == _end && !Fill())
            {
                throw Truncated();
            }
            int count = Math.Min(destination.Length, _end - _next);
            _buffer.AsSpan(_next, count).CopyTo(destination);
            _next += count;
            Position += count;
            destination = destination[count..];
        }
    }

    /// <summary>Passes <paramref name="count"/> bytes that must be zero.</summary>
    public void SkipPadding(int count)
    {
        for (; count > 0; count--)
        {
            if (ReadByte() != 0)
            {
                throw XzFormat.Damaged("padding is not zero");
            }
        }
    }

    public void Dispose()
    {
        byte[] buffer = _buffer;
        if (buffer.Length > 0)
        {
            _buffer = [];
            _next = _end = 0;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool Fill()
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        _next = 0;
        _end = source.Read(_buffer);
        return _end > 0;
    }

    private static Files.Diagnostics.DamagedFormatException Truncated() =>
        XzFormat.Damaged("it ends too early; it was cut off");
}
