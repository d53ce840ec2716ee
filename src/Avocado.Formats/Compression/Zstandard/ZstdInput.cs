namespace Avocado.Formats.Compression.Zstandard;

/// <summary>The compressed bytes of a stream, read ahead.</summary>
internal sealed class ZstdInput(Stream source)
{
    private readonly byte[] _buffer = new byte[1 << 15];
    private int _next;
    private int _end;

    /// <summary>The next byte or -1 at the end.</summary>
    public int TryReadByte() => _next < _end || Fill() ? _buffer[_next++] : -1;

    /// <summary>Reads as many bytes as fit.</summary>
    /// <exception cref="Files.Diagnostics.DamagedFormatException">There are not as many.</exception>
    public void ReadExactly(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            if (_next == _end && !Fill())
            {
                throw ZstdFormat.Truncated();
            }
            int count = Math.Min(destination.Length, _end - _next);
            _buffer.AsSpan(_next, count).CopyTo(destination);
            _next += count;
            destination = destination[count..];
        }
    }

    /// <summary>Passes over bytes.</summary>
    public void Skip(long count)
    {
        while (count > 0)
        {
            if (_next == _end && !Fill())
            {
                throw ZstdFormat.Truncated();
            }
            int taken = (int)Math.Min(count, _end - _next);
            _next += taken;
            count -= taken;
        }
    }

    private bool Fill()
    {
        _next = 0;
        _end = source.Read(_buffer);
        return _end > 0;
    }
}
