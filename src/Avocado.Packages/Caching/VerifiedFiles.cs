using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Transfer;

namespace Avocado.Packages.Caching;

/// <summary>Files by their digests: those that are there, and those that have to be loaded.</summary>
internal sealed class VerifiedFiles(CacheFolder folder, Downloader downloader)
{
    private const string PartialExtension = ".partial";

    /// <summary>True when the file lies at the path with the right length; its digest is not read.</summary>
    public static bool IsThere(string path, long size) =>
        new FileInfo(path) is { Exists: true } file && file.Length == size;

    /// <summary>True when the file at the path is the right one.</summary>
    public static bool IsGood(string path, long size, Sha256Digest digest)
    {
        if (!IsThere(path, size))
        {
            return false;
        }
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
        return Sha256Digest.Of(stream) == digest;
    }

    /// <summary>
    /// Makes sure that the right file lies at <paramref name="path"/>; loads it when it does not. Only one process
    /// loads a file; the others wait and find it.
    /// </summary>
    /// <exception cref="AvocadoException">AVO0319: the cache cannot be read or written.</exception>
    public async Task<DownloadResult> GetAsync(
        Download download, string path, Action<long>? progress, CancellationToken cancellation)
    {
        using IDisposable held = await folder.LockAsync(download.Sha256, cancellation).ConfigureAwait(false);
        try
        {
            return await GetLockedAsync(download, path, progress, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.BadCache.Error(folder.FullPath, error.Message);
        }
    }

    private async Task<DownloadResult> GetLockedAsync(
        Download download, string path, Action<long>? progress, CancellationToken cancellation)
    {
        if (IsGood(path, download.Size, download.Sha256))
        {
            return new DownloadResult(DownloadOutcome.Done, "", null);
        }
        folder.MakeParent(path);
        string partial = path + PartialExtension;
        DownloadResult result =
            await downloader.GetAsync(download, partial, progress, cancellation).ConfigureAwait(false);
        if (result.Outcome == DownloadOutcome.Done)
        {
            File.Move(partial, path, overwrite: true);
        }
        else if (result.Outcome == DownloadOutcome.NotFound)
        {
            File.Delete(partial);
        }
        return result;
    }
}
