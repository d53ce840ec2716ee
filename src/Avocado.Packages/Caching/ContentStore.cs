using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Caching;

/// <summary>
/// The content-addressed store: blobs by their SHA-256, and results of build steps by their keys. Safe for several
/// builds at once: what has its final name is whole and never changes, and a result comes after its blobs.
/// </summary>
/// <remarks>
/// Nothing here takes a lock. Who would do the same work as another process takes the lock of the key or of the digest
/// (<see cref="CacheFolder.LockAsync(Sha256Digest, CancellationToken)"/>) and asks again when he has it.
/// </remarks>
public sealed class ContentStore(CacheFolder folder)
{
    private long _added;

    /// <summary>Where the store lies.</summary>
    public CacheFolder Folder => folder;

    /// <summary>How many bytes came into the store through this object.</summary>
    public long AddedBytes => Interlocked.Read(ref _added);

    /// <summary>Where a blob lies, whether it is there or not.</summary>
    public string PathOf(Blob blob) => folder.BlobPath(blob.Digest);

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
        var file = new FileInfo(folder.ActionPath(key.Digest));
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

    /// <summary>Begins a blob; the caller writes, commits and disposes it.</summary>
    /// <exception cref="AvocadoException">AVO0319: the store cannot be written.</exception>
    public NewBlob CreateBlob() => Guard(() => new NewBlob(this, folder.NewTemporaryPath()));

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

    /// <summary>Records what a step made. Its blobs are in the store already.</summary>
    /// <exception cref="AvocadoException">AVO0319: the store cannot be written.</exception>
    public ActionResult Put(ActionKey key, IEnumerable<KeyValuePair<string, Blob>> outputs)
    {
        ArgumentNullException.ThrowIfNull(key);
        var result = new ActionResult(key.Step, key.Version, outputs);
        Guard(() =>
        {
            byte[] bytes = ActionResultWriter.Write(result, key.Digest);
            string part = folder.NewTemporaryPath();
            try
            {
                File.WriteAllBytes(part, bytes);
                Place(part, folder.ActionPath(key.Digest), bytes.Length);
            }
            finally
            {
                File.Delete(part);
            }
            return true;
        });
        return result;
    }

    /// <summary>Takes a file of the cache's folder whose digest is known for certain into the store.</summary>
    internal void Adopt(string path, Blob blob) => Place(path, PathOf(blob), blob.Size);

    private void Place(string source, string path, long size)
    {
        folder.MakeParent(path);
        StoredFiles.Place(source, path, size);
        Interlocked.Add(ref _added, size);
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.BadCache.Error(folder.FullPath, error.Message);
        }
    }
}
