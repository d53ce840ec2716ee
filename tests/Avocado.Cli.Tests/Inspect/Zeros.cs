using Avocado.Files;

namespace Avocado.Cli.Tests.Inspect;

/// <summary>A stream of zeros.</summary>
internal sealed class Zeros(long length) : ReadOnlyStream
{
    private long _position;

    public override long Length => length;

    public override long Position => _position;

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(buffer.Length, length - _position);
        buffer[..count].Clear();
        _position += count;
        return count;
    }
}
