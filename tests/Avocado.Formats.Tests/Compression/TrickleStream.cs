using Avocado.Files;

namespace Avocado.Formats.Tests.Compression;

/// <summary>A source that gives a byte or two at a time and cannot seek, as sockets and pipes may.</summary>
internal sealed class TrickleStream(byte[] bytes) : ReadOnlyStream
{
    private int _next;

    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(Math.Min(buffer.Length, 1 + (_next & 1)), bytes.Length - _next);
        bytes.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }
}
