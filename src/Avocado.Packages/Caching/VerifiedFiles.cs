using Avocado.Files.Diagnostics;
using Avocado.Packages.Transfer;

namespace Avocado.Packages.Caching;

/// <summary>Blobs that are loaded from elsewhere when the store lacks them.</summary>
internal sealed class VerifiedFiles(ContentStore store, Downloader downloader)
{
    /// <summary>
    /// Makes sure that the store has a blob; loads it when it has not. Only one process loads a blob; the others wait
    /// and find it.
    /// </summary>
    /// <param name="download">The blob, and where it may be had.</param>
    /// <param name="isShared">True to ask the remote cache first, and to give it what was loaded.</param>
    /// <param name="progress">Told the bytes that came from the addresses.</param>
    /// <exception cref="AvocadoException">AVO0319: the cache cannot be read or written.</exception>
    public async Task<DownloadResult> GetAsync(
        Download download, bool isShared, Action<long>? progress, CancellationToken cancellation)
    {
        using IDisposable held = await store.Folder.LockAsync(download.Sha256, cancellation).ConfigureAwait(false);
        try
        {
            return await GetLockedAsync(download, isShared, progress, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.BadCache.Error(store.Folder.FullPath, error.Message);
        }
    }

    private async Task<DownloadResult> GetLockedAsync(
        Download download, bool isShared, Action<long>? progress, CancellationToken cancellation)
    {
        var blob = new Blob(download.Sha256, download.Size);
        if (store.HasGood(blob))
        {
            return new DownloadResult(DownloadOutcome.Done, "", null);
        }
        string partial = store.Folder.PartialPath(download.Sha256);
        store.Folder.MakeParent(partial);
        if (isShared && await store.TryGetRemoteAsync(blob, cancellation).ConfigureAwait(false))
        {
            File.Delete(partial);
            return new DownloadResult(DownloadOutcome.Done, "", null);
        }
        DownloadResult result =
            await downloader.GetAsync(download, partial, progress, cancellation).ConfigureAwait(false);
        if (result.Outcome == DownloadOutcome.Done)
        {
            store.Adopt(partial, blob);
            if (isShared)
            {
                store.Share(blob);
            }
        }
        else if (result.Outcome == DownloadOutcome.NotFound)
        {
            File.Delete(partial);
        }
        return result;
    }
}
