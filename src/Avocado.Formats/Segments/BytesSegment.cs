namespace Avocado.Formats.Segments;

/// <summary>A small table held in memory.</summary>
public sealed class BytesSegment(ReadOnlyMemory<byte> bytes) : ISegment
{
    /// <inheritdoc/>
    public long Length => bytes.Length;

    /// <inheritdoc/>
    public void WriteTo(IImageOutput output, CancellationToken cancellation) => output.Write(bytes.Span);
}
