namespace Avocado.Formats.Tests.SquashFs;

/// <summary>A long output that keeps its first bytes and those from a position on, and forgets the rest.</summary>
internal sealed class EndsStream(int head, long tail) : Stream
{
    private readonly byte[] _head = new byte[head];
    private readonly MemoryStream _tail = new();
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get; set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Position < head)
        {
            buffer[..(int)Math.Min(buffer.Length, head - Position)].CopyTo(_head.AsSpan((int)Position));
        }
        if (Position + buffer.Length > tail)
        {
            _tail.Position = Math.Max(0, Position - tail);
            _tail.Write(buffer[(int)Math.Max(0, tail - Position)..]);
        }
        Position += buffer.Length;
        _length = Math.Max(_length, Position);
    }

    public override int Read(Span<byte> buffer)
    {
        Assert.True(Position < head || Position >= tail, $"{Position} was forgotten");
        int count = Position < head ? (int)Math.Min(buffer.Length, head - Position) : buffer.Length;
        if (Position < head)
        {
            _head.AsSpan((int)Position, count).CopyTo(buffer);
        }
        else
        {
            _tail.Position = Position - tail;
            count = _tail.Read(buffer);
        }
        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        _tail.Dispose();
        base.Dispose(disposing);
    }
}
