namespace Avocado.Formats.Archives;

/// <summary>The content of the current member of an archive, forward only, until the archive moves on.</summary>
internal sealed class MemberStream(ArchiveSource archive, long length) : Stream
{
    private readonly int _generation = archive.Generation;
    private bool _disposed;

    /// <inheritdoc/>
    public override bool CanRead => !_disposed && _generation == archive.Generation;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => length - Current.MemberLeft;
        set => throw new NotSupportedException();
    }

    private ArchiveSource Current =>
        CanRead ? archive : throw new ObjectDisposedException(nameof(MemberStream), "the archive moved on");

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Current.ReadMember(buffer);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        base.Dispose(disposing);
    }
}
