namespace Avocado.Formats.Segments;

/// <summary>An image on a stream. Holes are sought over where the stream can seek (files stay sparse).</summary>
public sealed class StreamOutput : IImageOutput
{
    private static readonly byte[] Zeros = new byte[1 << 16];
    private readonly Stream _stream;
    private bool _endsInHole;

    /// <param name="stream">Empty, at position 0; the caller owns it and calls <see cref="Complete"/> at the end.</param>
    public StreamOutput(Stream stream) => _stream = stream;

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        Position += bytes.Length;
        _endsInHole &= bytes.IsEmpty;
    }

    /// <inheritdoc/>
    public void Skip(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Position += count;
        if (_stream.CanSeek)
        {
            _stream.Seek(count, SeekOrigin.Current);
            _endsInHole |= count > 0;
            return;
        }
        for (; count > 0; count -= Math.Min(count, Zeros.Length))
        {
            _stream.Write(Zeros, 0, (int)Math.Min(count, Zeros.Length));
        }
    }

    /// <summary>Appends what is there already; the stream is an <see cref="IInPlaceOutput"/>.</summary>
    internal void Keep(long count)
    {
        ((IInPlaceOutput)_stream).Keep(count);
        Position += count;
        _endsInHole = false;
    }

    /// <summary>Gives the file its full length when the image ends in a hole.</summary>
    public void Complete()
    {
        if (_endsInHole)
        {
            _stream.SetLength(_stream.Position);
        }
        _stream.Flush();
    }
}
