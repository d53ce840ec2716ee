using Avocado.Formats.Segments;

namespace Avocado.Formats.Pe;

/// <summary>An image with other headers of the same length, and more bytes at its end.</summary>
internal sealed class SignedImage(ISegment image, ReadOnlyMemory<byte> headers, ReadOnlyMemory<byte> tail) : ISegment
{
    /// <inheritdoc/>
    public long Length => image.Length + tail.Length;

    /// <inheritdoc/>
    public void WriteTo(IImageOutput output, CancellationToken cancellation)
    {
        output.Write(headers.Span);
        image.WriteTo(new BehindHeaders(output, headers.Length), cancellation);
        output.Write(tail.Span);
    }

    /// <summary>Drops the first bytes, which were written before.</summary>
    private sealed class BehindHeaders(IImageOutput output, long skip) : IImageOutput
    {
        public long Position { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            int dropped = (int)Math.Clamp(skip - Position, 0, bytes.Length);
            Position += bytes.Length;
            if (dropped < bytes.Length)
            {
                output.Write(bytes[dropped..]);
            }
        }

        public void Skip(long count)
        {
            long dropped = Math.Clamp(skip - Position, 0, count);
            Position += count;
            if (dropped < count)
            {
                output.Skip(count - dropped);
            }
        }
    }
}
