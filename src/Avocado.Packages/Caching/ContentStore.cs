using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching.Remote;

namespace Avocado.Packages.Caching;

/// <summary>
/// The content-addressed store: blobs by their SHA-256, and results of build steps by their keys. Safe for several
/// builds at once: what has its final name is whole and never changes, and a result comes after its blobs. A remote
/// cache stands behind it where there is one.
/// </summary>
/// <remarks>
/// Nothing here takes a lock. Who would do the same work as another process takes the lock of the key or of the digest
/// (<see cref="CacheFolder.LockAsync(Sha256Digest, CancellationToken)"/>) and asks again when he has it.
/// </remarks>
public sealed class ContentStore : IDisposable
{
    private readonly RemoteCache? _remote;
    private readonly UploadQueue? _uploads;
    private long _added;

    /// <param name="folder">Where it lies.</param>
    /// <param name="remote">Asked for what this machine lacks; disposed with the store.</param>
    public ContentStore(CacheFolder folder, RemoteCache? remote = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Folder = folder;
        _remote = remote;
        _uploads = remote is null ? null : new UploadQueue(remote, folder);
    }

    /// <summary>Where the store lies.</summary>
    public CacheFolder Folder { get; }

    /// <summary>How many bytes came into the store through this object.</summary>
    public long AddedBytes => Interlocked.Read(ref _added);

    /// <summary>False when steps of builds are to be done, whatever is known of their results.</summary>
    public bool GivesResults { get; init; } = true;

    /// <summary>True when results are offered to a remote cache.</summary>
    public bool TakesResults => _remote is { CanWrite: true };

    /// <summary>Where a blob lies, whether it is there or not.</summary>
    public string PathOf(Blob blob) => Folder.BlobPath(blob.Digest);

    /// <summary>True when this machine has the blob with its right length. Its bytes are not read.</summary>
    public bool Has(Blob blob) => StoredFiles.Find(PathOf(blob), blob.Size);

    /// <summary>True when this machine has the blob and its bytes are right; reads all of them.</summary>
    /// <exception cref="AvocadoException">AVO0319: the store cannot be read.</exception>
    public bool HasGood(Blob blob) => Guard(() =>
    {
        if (!Has(blob))
        {
            return false;
        }
        using var stream = new FileStream(
            PathOf(blob), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
        return Sha256Digest.Of(stream) == blob.Digest;
    });

    /// <summary>
    /// The result of a step when this machine has it with all its blobs. A damaged result counts as absent.
    /// </summary>
    public ActionResult? Find(ActionKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var file = new FileInfo(Folder.ActionPath(key.Digest));
        if (!file.Exists || file.Length > ActionResultFields.MaxSize)
        {
            return null;
        }
        try
        {
            ActionResult result = ActionResultReader.Read(File.ReadAllBytes(file.FullName), key.Digest);
            if (!result.Outputs.Values.All(Has))
            {
                return null;
            }
            StoredFiles.MarkUse(file);
            return result;
        }
        catch (Exception error) when (error is DamagedFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Makes sure that this machine has a blob; asks the remote cache when it has not.</summary>
    /// <returns>False when nobody has it.</returns>
    /// <exception cref="AvocadoException">AVO0319: the store cannot be written.</exception>
    public async Task<bool> TryGetAsync(Blob blob, CancellationToken cancellation) =>
        Has(blob) || await TryGetRemoteAsync(blob, cancellation).ConfigureAwait(false);

    /// <summary>Takes a blob from the remote cache, whether this machine has something of its name or not.</summary>
    /// <returns>False when the remote cache does not have it.</returns>
    internal async Task<bool> TryGetRemoteAsync(Blob blob, CancellationToken cancellation)
    {
        if (_remote is not { IsOn: true })
        {
            return false;
        }
        try
        {
            using NewBlob part = CreateBlob();
            if (blob.Size > 0
                && !await _remote.TryGetBlobAsync(blob, part.Content, cancellation).ConfigureAwait(false))
            {
                return false;
            }
            if (part.Finish() != blob)
            {
                _remote.Refuse(blob.Digest);
                return false;
            }
            part.Commit();
            return true;
        }
        catch (Exception error) when (IsDisk(error))
        {
            throw Failed(error);
        }
    }

    /// <summary>
    /// The result of a step, with all its blobs on this machine: its own or that of the remote cache. Whatever is
    /// damaged counts as absent.
    /// </summary>
    /// <returns>Null when the step has to be done.</returns>
    /// <exception cref="AvocadoException">AVO0319: the store cannot be written.</exception>
    public async Task<ActionResult?> TryGetAsync(ActionKey key, CancellationToken cancellation)
    {
        if (Find(key) is { } found)
        {
            return found;
        }
        if (_remote is null
            || await _remote.TryGetActionAsync(key.Digest, cancellation).ConfigureAwait(false) is not { } bytes)
        {
            return null;
        }
        ActionResult result;
        try
        {
            result = ActionResultReader.Read(bytes, key.Digest);
        }
        catch (DamagedFormatException)
        {
            _remote.Refuse(key.Digest);
            return null;
        }
        bool[] there = await Task.WhenAll(
            result.Outputs.Values.Distinct().Select(b => TryGetAsync(b, cancellation))).ConfigureAwait(false);
        if (!there.All(isThere => isThere))
        {
            return null;
        }
        PutLocal(key, result);
        return result;
    }

    /// <summary>Begins a blob; the caller writes, commits and disposes it.</summary>
    /// <exception cref="AvocadoException">AVO0319: the store cannot be written.</exception>
    public NewBlob CreateBlob() => Guard(() => new NewBlob(this, Folder.NewTemporaryPath()));

    /// <summary>Puts what a stream holds into the store.</summary>
    /// <exception cref="AvocadoException">AVO0319: the store cannot be written.</exception>
    public Blob AddBlob(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Guard(() =>
        {
            using NewBlob blob = CreateBlob();
            content.CopyTo(blob.Content);
            return blob.Commit();
        });
    }

    /// <summary>Puts bytes into the store.</summary>
    /// <exception cref="AvocadoException">AVO0319: the store cannot be written.</exception>
    public Blob AddBlob(ReadOnlyMemory<byte> content) => Guard(() =>
    {
        using NewBlob blob = CreateBlob();
        blob.Content.Write(content.Span);
        return blob.Commit();
    });

    /// <summary>Records what a step made, and offers it to the remote cache. Its blobs are in the store.</summary>
    /// <exception cref="AvocadoException">AVO0319: the store cannot be written.</exception>
    public ActionResult Put(ActionKey key, IEnumerable<KeyValuePair<string, Blob>> outputs)
    {
        ArgumentNullException.ThrowIfNull(key);
        var result = new ActionResult(key.Step, key.Version, outputs);
        PutLocal(key, result);
        _uploads?.Add(key, result);
        return result;
    }

    /// <summary>Offers a blob of the store, which no result names, to the remote cache.</summary>
    public void Share(Blob blob) => _uploads?.Add(blob);

    /// <summary>Waits for what is being shared, but not for long.</summary>
    /// <returns>False when the time was up before everything was shared.</returns>
    public Task<bool> FlushAsync(CancellationToken cancellation) =>
        _uploads?.FlushAsync(cancellation) ?? Task.FromResult(true);

    /// <inheritdoc/>
    public void Dispose()
    {
        _uploads?.Dispose();
        _remote?.Dispose();
    }

    /// <summary>Takes a file of the cache's folder whose digest is known for certain into the store.</summary>
    internal void Adopt(string path, Blob blob) => Place(path, PathOf(blob), blob.Size);

    private void PutLocal(ActionKey key, ActionResult result) => Guard(() =>
    {
        byte[] bytes = ActionResultWriter.Write(result, key.Digest);
        string part = Folder.NewTemporaryPath();
        try
        {
            File.WriteAllBytes(part, bytes);
            Place(part, Folder.ActionPath(key.Digest), bytes.Length);
        }
        finally
        {
            File.Delete(part);
        }
        return true;
    });

    private void Place(string source, string path, long size)
    {
        Folder.MakeParent(path);
        StoredFiles.Place(source, path, size);
        Interlocked.Add(ref _added, size);
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (IsDisk(error))
        {
            throw Failed(error);
        }
    }

    private static bool IsDisk(Exception error) => error is IOException or UnauthorizedAccessException;

    private AvocadoException Failed(Exception error) => Codes.BadCache.Error(Folder.FullPath, error.Message);
}
