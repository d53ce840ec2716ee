namespace Avocado.Packages.Caching;

/// <summary>
/// A blob that is being written: hashed on its way to a file of its own, which gets its final name when it is whole.
/// A blob that is disposed without that leaves nothing.
/// </summary>
public sealed class NewBlob : IDisposable
{
    private const int BufferSize = 1 << 17;

    private readonly ContentStore _store;
    private readonly HashingStream _content;
    private Blob? _written;

    internal NewBlob(ContentStore store, string path)
    {
        _store = store;
        Path = path;
        // Shared for reading: whoever sweeps asks for it alone and so finds that it is in use.
        _content = new HashingStream(
            new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferSize));
    }

    /// <summary>Where to write, forward.</summary>
    public Stream Content => _content;

    /// <summary>The file as long as it has no final name; it can be read after <see cref="Finish"/>.</summary>
    public string Path { get; }

    /// <summary>Ends writing.</summary>
    /// <returns>What was written.</returns>
    public Blob Finish()
    {
        _written ??= _content.Finish();
        return _written.Value;
    }

    /// <summary>Ends writing and puts the blob into the store.</summary>
    /// <returns>What was written.</returns>
    public Blob Commit()
    {
        Blob blob = Finish();
        _store.Adopt(Path, blob);
        return blob;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _content.Dispose();
        File.Delete(Path);
    }
}
