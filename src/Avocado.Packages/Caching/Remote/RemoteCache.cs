using System.Collections.Concurrent;
using System.Net;
using Avocado.Files;

namespace Avocado.Packages.Caching.Remote;

/// <summary>
/// A content store that machines share over HTTP: GET, HEAD and PUT of <c>cas/SHA256</c> and <c>ac/SHA256</c>, as
/// bazel-remote, nginx with WebDAV and S3-compatible stores serve them. It never fails a build: whatever is wrong with
/// it, its objects count as absent.
/// </summary>
public sealed class RemoteCache : IDisposable
{
    /// <summary>Larger blobs are not taken, whatever a result says.</summary>
    private const long MaxBlobSize = 64L << 30;

    private const int BufferSize = 1 << 17;

    private readonly RemoteCacheSettings _settings;
    private readonly Action<string> _note;
    private readonly RemoteConnection _connection;
    private readonly ConcurrentDictionary<Sha256Digest, bool> _refused = new();
    private int _writesAreOff;

    /// <param name="settings">Where it is and how it is used.</param>
    /// <param name="note">Told at most once of each kind of trouble; may be called from any thread.</param>
    /// <param name="handler">For tests.</param>
    public RemoteCache(RemoteCacheSettings settings, Action<string> note, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _note = note;
        _connection = new RemoteConnection(settings, note, handler);
    }

    /// <summary>True until it fails.</summary>
    public bool IsOn => !_connection.IsOff;

    /// <summary>True when it takes objects.</summary>
    public bool CanWrite => _settings.CanWrite && IsOn && Volatile.Read(ref _writesAreOff) == 0;

    /// <summary>How long the end of a build waits for uploads.</summary>
    internal TimeSpan UploadTimeout => _settings.UploadTimeout;

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>The bytes stored for a key, whatever they are; null when there are none.</summary>
    internal async Task<byte[]?> TryGetActionAsync(Sha256Digest key, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        return await GetAsync(PathOfAction(key), bytes, ActionResultFields.MaxSize, null, cancellation)
            .ConfigureAwait(false)
            ? bytes.ToArray()
            : null;
    }

    /// <summary>Copies a blob's bytes; the caller checks their digest.</summary>
    /// <returns>False when the cache does not have them with the right length.</returns>
    internal Task<bool> TryGetBlobAsync(Blob blob, Stream target, CancellationToken cancellation) =>
        blob.Size <= MaxBlobSize
            ? GetAsync(PathOfBlob(blob.Digest), target, blob.Size, blob, cancellation)
            : Task.FromResult(false);

    /// <summary>An object was not what its name says.</summary>
    internal void Refuse(Sha256Digest digest)
    {
        if (_refused.TryAdd(digest, true) && _refused.Count == 1)
        {
            _note($"the remote cache {_settings.Address} serves damaged objects, which are not used: {digest}");
        }
    }

    /// <summary>Puts a blob there, unless it is there.</summary>
    /// <param name="path">The file with its bytes.</param>
    /// <returns>True when it is there now.</returns>
    internal async Task<bool> PutBlobAsync(Blob blob, string path, CancellationToken cancellation)
    {
        string name = PathOfBlob(blob.Digest);
        // What was found damaged is replaced.
        bool isThere = !_refused.ContainsKey(blob.Digest) && await _connection.SendAsync(
            HttpMethod.Head, name, null, (response, _) => Task.FromResult(response.IsSuccessStatusCode), cancellation)
            .ConfigureAwait(false);
        return isThere
            || (StoredFiles.IsThere(path, blob.Size)
                && await PutAsync(name, alive => new UploadBody(path, alive), cancellation).ConfigureAwait(false));
    }

    /// <summary>Puts a result there. Its blobs are there already.</summary>
    internal Task<bool> PutActionAsync(Sha256Digest key, byte[] bytes, CancellationToken cancellation) =>
        PutAsync(PathOfAction(key), _ => new ByteArrayContent(bytes), cancellation);

    private static string PathOfBlob(Sha256Digest digest) => "cas/" + digest;

    private static string PathOfAction(Sha256Digest key) => "ac/" + key;

    /// <param name="blob">What it has to be; null when only its length is limited.</param>
    private Task<bool> GetAsync(
        string path, Stream target, long maxSize, Blob? blob, CancellationToken cancellation) =>
        _connection.SendAsync(HttpMethod.Get, path, null, async (response, watch) =>
        {
            if (!IsFound(response.StatusCode))
            {
                return false;
            }
            long size = await CopyAsync(response, target, maxSize, watch).ConfigureAwait(false);
            bool isWhole = size >= 0 && (blob is null || size == blob.Value.Size);
            if (!isWhole && blob is { } wanted)
            {
                Refuse(wanted.Digest);
            }
            return isWhole;
        }, cancellation);

    /// <summary>False for what says that the object is not there; all else is a server that does not work.</summary>
    private bool IsFound(HttpStatusCode status)
    {
        switch (status)
        {
            case HttpStatusCode.OK:
                return true;
            // S3 says Forbidden of what is absent to those who may not list.
            case HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.NoContent or HttpStatusCode.Forbidden:
                return false;
            default:
                _connection.TurnOff($"it answered with HTTP {(int)status}");
                return false;
        }
    }

    /// <summary>How many bytes came, or -1 when they are more than they may be.</summary>
    /// <exception cref="HttpRequestException">The network failed.</exception>
    private static async Task<long> CopyAsync(
        HttpResponseMessage response, Stream target, long maxSize, StallWatch watch)
    {
        if (response.Content.Headers.ContentLength > maxSize)
        {
            return -1;
        }
        Stream body = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        var buffer = new byte[BufferSize];
        long size = 0;
        int read;
        while ((read = await ReadAsync(body, buffer, watch.Token).ConfigureAwait(false)) > 0)
        {
            watch.Alive();
            size += read;
            if (size > maxSize)
            {
                return -1;
            }
            await target.WriteAsync(buffer.AsMemory(0, read), watch.Token).ConfigureAwait(false);
        }
        return size;
    }

    // The target's failures are the disk's, and must not pass for the network's.
    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw new HttpRequestException(error.Message, error);
        }
    }

    private async Task<bool> PutAsync(string path, Func<Action, HttpContent> body, CancellationToken cancellation)
    {
        if (!CanWrite)
        {
            return false;
        }
        return await _connection.SendAsync(HttpMethod.Put, path, body, (response, _) =>
        {
            if (!response.IsSuccessStatusCode && Interlocked.Exchange(ref _writesAreOff, 1) == 0)
            {
                _note($"the remote cache {_settings.Address} takes no objects: HTTP {(int)response.StatusCode}");
            }
            return Task.FromResult(response.IsSuccessStatusCode);
        }, cancellation).ConfigureAwait(false);
    }
}
