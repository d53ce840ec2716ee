using System.Collections.Concurrent;
using Avocado.Files;

namespace Avocado.Packages.Caching.Remote;

/// <summary>
/// Uploads beside the build, a few at once. What fails, or is not done in time, is not shared; nothing else happens.
/// </summary>
internal sealed class UploadQueue(RemoteCache remote, CacheFolder folder) : IDisposable
{
    private const int MaxUploads = 4;

    private readonly SemaphoreSlim _slots = new(MaxUploads);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Sha256Digest, Task<bool>> _blobs = new();
    private readonly ConcurrentBag<Task> _all = [];

    /// <summary>Offers a blob.</summary>
    public void Add(Blob blob)
    {
        if (remote.CanWrite)
        {
            _all.Add(PutAsync(blob));
        }
    }

    /// <summary>Offers a result; it follows its blobs, and only when all of them are there.</summary>
    public void Add(ActionKey key, ActionResult result)
    {
        if (remote.CanWrite)
        {
            _all.Add(PutAsync(key, result));
        }
    }

    /// <summary>Waits until everything is shared, as long as the settings allow.</summary>
    /// <returns>False when the time was up.</returns>
    public async Task<bool> FlushAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(_all).WaitAsync(remote.UploadTimeout, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The tasks still use slots and token; they end soon and are left to the garbage collector.
        _stop.Cancel();
    }

    private Task<bool> PutAsync(Blob blob) => _blobs.GetOrAdd(blob.Digest, _ => RunAsync(
        () => remote.PutBlobAsync(blob, folder.BlobPath(blob.Digest), _stop.Token)));

    private async Task PutAsync(ActionKey key, ActionResult result)
    {
        // Nobody stores or serves no bytes in a useful way, and everybody has them.
        bool[] there = await Task.WhenAll(
            result.Outputs.Values.Where(b => b.Size > 0).Select(PutAsync)).ConfigureAwait(false);
        if (there.All(isThere => isThere))
        {
            await RunAsync(() => remote.PutActionAsync(
                key.Digest, ActionResultWriter.Write(result, key.Digest), _stop.Token)).ConfigureAwait(false);
        }
    }

    private Task<bool> RunAsync(Func<Task<bool>> upload) => Task.Run(async () =>
    {
        try
        {
            await _slots.WaitAsync(_stop.Token).ConfigureAwait(false);
            try
            {
                return await upload().ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or UnauthorizedAccessException
            or ObjectDisposedException)
        {
            // Stopped, or the file was swept away meanwhile.
            return false;
        }
    });
}
