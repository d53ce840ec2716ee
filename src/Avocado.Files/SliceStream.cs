namespace Avocado.Files;

/// <summary>A stream over a bounded run of another stream, which it owns. It can seek where that one can.</summary>
public sealed class SliceStream : ReadOnlyStream
{
    private readonly Stream _source;
    private long _left;

    /// <param name="source">Stands at the first byte; disposed with this stream.</param>
    /// <param name="length">How many bytes to show.</param>
    public SliceStream(Stream source, long length)
    {
        _source = source;
        _left = Length = length;
    }

    /// <inheritdoc/>
    public override bool CanSeek => _source.CanSeek;

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override long Position
    {
        get => Length - _left;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Length);
            _source.Seek(value - Position, SeekOrigin.Current);
            _left = Length - value;
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = _source.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }
        base.Dispose(disposing);
    }
}
