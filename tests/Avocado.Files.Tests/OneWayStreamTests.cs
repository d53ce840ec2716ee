namespace Avocado.Files.Tests;

public class OneWayStreamTests
{
    [Fact]
    public void A_stream_that_is_only_read_is_read_in_every_way_and_refuses_the_rest()
    {
        using var stream = new Countdown(3);
        Assert.Equal((true, false, false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
        Assert.Equal(3, stream.ReadByte());
        var buffer = new byte[4];
        Assert.Equal(1, stream.Read(buffer, 1, 1));
        Assert.Equal([0, 2, 0, 0], buffer);
        Assert.Equal(1, stream.Read(buffer.AsSpan()));
        Assert.Equal(-1, stream.ReadByte());
        stream.Flush();
        Assert.Throws<NotSupportedException>(() => stream.Length);
        Assert.Throws<NotSupportedException>(() => stream.Position);
        Assert.Throws<NotSupportedException>(() => stream.Position = 0);
        Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
        Assert.Throws<NotSupportedException>(() => stream.WriteByte(0));
    }

    [Fact]
    public void A_stream_that_is_only_written_is_written_in_every_way_and_refuses_the_rest()
    {
        using var stream = new Gatherer();
        Assert.Equal((false, false, true), (stream.CanRead, stream.CanSeek, stream.CanWrite));
        stream.WriteByte(1);
        stream.Write([0, 2, 0], 1, 1);
        stream.Write([3]);
        Assert.Equal([1, 2, 3], stream.Bytes);
        Assert.Throws<NotSupportedException>(() => stream.Length);
        Assert.Throws<NotSupportedException>(() => stream.Position);
        Assert.Throws<NotSupportedException>(() => stream.Position = 0);
        Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
        Assert.Throws<NotSupportedException>(() => stream.ReadByte());
    }

    /// <summary>Gives a byte at a time.</summary>
    private sealed class Countdown(byte next) : ReadOnlyStream
    {
        private byte _next = next;

        public override int Read(Span<byte> buffer)
        {
            if (_next == 0)
            {
                return 0;
            }
            buffer[0] = _next--;
            return 1;
        }
    }

    private sealed class Gatherer : WriteOnlyStream
    {
        public List<byte> Bytes { get; } = [];

        public override void Write(ReadOnlySpan<byte> buffer) => Bytes.AddRange(buffer);

        public override void Flush()
        {
        }
    }
}
