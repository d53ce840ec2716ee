using Avocado.Files;

namespace Avocado.Formats.Segments;

/// <summary>The bytes of a file, streamed; whole blocks of zeros become holes.</summary>
public sealed class ContentSegment(Content content) : ISegment
{
    private const int BlockSize = 1 << 20;

    /// <inheritdoc/>
    public long Length => content.Size;

    /// <inheritdoc/>
    public void WriteTo(IImageOutput output, CancellationToken cancellation)
    {
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            using Stream source = content.Open();
            for (long left = content.Size; left > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                Span<byte> block = buffer.AsSpan(0, (int)Math.Min(left, BlockSize));
                source.ReadExactly(block);
                if (block.ContainsAnyExcept((byte)0))
                {
                    output.Write(block);
                }
                else
                {
                    output.Skip(block.Length);
                }
                left -= block.Length;
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
