using Avocado.Files;

namespace Avocado.Cli.Diff;

/// <summary>A view of a whole seekable stream with a position of its own; the stream stays the caller's.</summary>
internal sealed class BorrowedStream(Stream source) : ReadOnlyStream
{
    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length => source.Length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        source.Position = Position;
        int read = source.Read(buffer);
        Position += read;
        return read;
    }
}
