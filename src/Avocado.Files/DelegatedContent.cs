namespace Avocado.Files;

/// <summary>The bytes of a file that another reader holds: a file inside an image, a member of an archive.</summary>
public sealed record DelegatedContent : Content
{
    private readonly Func<Stream> _open;

    /// <param name="size">Length in bytes.</param>
    /// <param name="digest">SHA-256, where it is known.</param>
    /// <param name="open">
    /// Opens a new forward stream over exactly <paramref name="size"/> bytes. Called from any thread, also from
    /// several at once.
    /// </param>
    public DelegatedContent(long size, Sha256Digest? digest, Func<Stream> open)
        : base(size, digest)
    {
        ArgumentNullException.ThrowIfNull(open);
        _open = open;
    }

    /// <inheritdoc/>
    public override Stream Open() => _open();
}
