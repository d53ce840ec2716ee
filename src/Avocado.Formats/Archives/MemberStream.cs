using Avocado.Files;

namespace Avocado.Formats.Archives;

/// <summary>The content of the current member of an archive, forward only, until the archive moves on.</summary>
internal sealed class MemberStream(ArchiveSource archive, long length) : ReadOnlyStream
{
    private readonly int _generation = archive.Generation;
    private bool _disposed;

    /// <inheritdoc/>
    public override bool CanRead => !_disposed && _generation == archive.Generation;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position => length - Current.MemberLeft;

    private ArchiveSource Current =>
        CanRead ? archive : throw new ObjectDisposedException(nameof(MemberStream), "the archive moved on");

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Current.ReadMember(buffer);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        base.Dispose(disposing);
    }
}
