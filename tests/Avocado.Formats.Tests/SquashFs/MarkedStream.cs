namespace Avocado.Formats.Tests.SquashFs;

/// <summary>A long stream of one value with single marked bytes.</summary>
internal sealed class MarkedStream(long length, byte fill, params long[] marks) : Stream
{
    public const byte Mark = 0x5A;

    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Min(buffer.Length, length - _position)];
        buffer.Fill(fill);
        foreach (long mark in marks)
        {
            if (mark >= _position && mark < _position + buffer.Length)
            {
                buffer[(int)(mark - _position)] = Mark;
            }
        }
        _position += buffer.Length;
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
