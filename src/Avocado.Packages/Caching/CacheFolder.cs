using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Caching;

/// <summary>
/// The folder of the shared cache: where things lie, how they are locked and put in place. Safe for several
/// processes: whoever writes holds a lock file, and what is complete appears by a rename.
/// </summary>
/// <remarks>
/// cas/ blobs, named by the SHA-256 of their bytes · ac/ results of build steps, named by the SHA-256 of their keys ·
/// partial/ downloads to be resumed, named by the SHA-256 they shall have · tmp/ files that are being written ·
/// locks/ 256 lock files, one for each first byte of a digest, never deleted.
/// </remarks>
public sealed class CacheFolder
{
    internal const string Blobs = "cas";
    internal const string Actions = "ac";
    internal const string Partials = "partial";
    internal const string Temporaries = "tmp";
    private const string Locks = "locks";
    private const string Use = "in-use";

    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(50);

    /// <param name="path">The folder; made when it is first written to.</param>
    public CacheFolder(string path) => FullPath = Path.GetFullPath(path);

    /// <summary>The folder's full path.</summary>
    public string FullPath { get; }

    /// <summary>How long to wait for another process.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Where a blob lies.</summary>
    public string BlobPath(Sha256Digest digest) => PathOf(Blobs, digest);

    /// <summary>Where the result of a build step lies.</summary>
    internal string ActionPath(Sha256Digest key) => PathOf(Actions, key);

    /// <summary>Where a blob's download is collected. Whoever writes there holds the digest's lock.</summary>
    internal string PartialPath(Sha256Digest digest) => Path.Combine(FullPath, Partials, digest.ToString());

    /// <summary>Where the size of the cache is noted.</summary>
    internal string UsagePath => Path.Combine(FullPath, "usage");

    /// <summary>A path that nobody else has, in a folder that is there.</summary>
    /// <exception cref="AvocadoException">AVO0319: the folder cannot be made.</exception>
    internal string NewTemporaryPath()
    {
        string path = Path.Combine(FullPath, Temporaries, Guid.NewGuid().ToString("N"));
        MakeParent(path);
        return path;
    }

    /// <summary>
    /// Takes the lock of a digest; the caller disposes it. Never take a second one while holding one: different
    /// digests may share a lock.
    /// </summary>
    /// <exception cref="AvocadoException">
    /// AVO0319: the folder cannot be written, or the lock is held too long.
    /// </exception>
    public Task<IDisposable> LockAsync(Sha256Digest digest, CancellationToken cancellation) =>
        LockAsync(digest.ToString()[..2], cancellation);

    /// <summary>Takes a lock by its name.</summary>
    /// <exception cref="AvocadoException">
    /// AVO0319: the folder cannot be written, or the lock is held too long.
    /// </exception>
    internal async Task<IDisposable> LockAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return await WaitForAsync(LockPath(name), FileAccess.ReadWrite, FileShare.None, cancellation)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.BadCache.Error(FullPath, error.Message);
        }
    }

    /// <summary>
    /// Says that a build uses the cache, so that nothing it uses is swept, until the caller disposes it; waits for a
    /// sweep to end. A cache that cannot be written cannot be swept either: then there is nothing to say.
    /// </summary>
    public async Task<IDisposable> HoldAsync(CancellationToken cancellation)
    {
        try
        {
            return await WaitForAsync(LockPath(Use), FileAccess.Read, FileShare.Read, cancellation)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Stream.Null;
        }
    }

    /// <summary>The opposite of <see cref="HoldAsync"/>: null when some build uses the cache.</summary>
    internal IDisposable? TryHoldAlone() => TryLock(Use);

    /// <summary>Takes a lock by its name; null when somebody has it, or it cannot be taken.</summary>
    internal IDisposable? TryLock(string name)
    {
        try
        {
            return OpenLock(LockPath(name), FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Makes the folder that a path lies in.</summary>
    /// <exception cref="AvocadoException">AVO0319: it cannot be made.</exception>
    internal void MakeParent(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.BadCache.Error(FullPath, error.Message);
        }
    }

    /// <summary>Where a file of a kind lies.</summary>
    internal string PathOf(string kind, Sha256Digest digest)
    {
        string name = digest.ToString();
        return Path.Combine(FullPath, kind, name[..2], name);
    }

    private string LockPath(string name) => Path.Combine(FullPath, Locks, name);

    private async Task<FileStream> WaitForAsync(
        string path, FileAccess access, FileShare share, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return OpenLock(path, access, share);
            }
            // A lock file that is there and cannot be opened is held.
            catch (IOException) when (
                File.Exists(path) && Environment.TickCount64 - start <= LockTimeout.TotalMilliseconds)
            {
                await Task.Delay(PollDelay, cancellation).ConfigureAwait(false);
            }
        }
    }

    // FileShare is a lock on every platform, and the system drops it when its process dies.
    private static FileStream OpenLock(string path, FileAccess access, FileShare share)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.OpenOrCreate, access, share, 1);
    }
}
