using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Caching.Upkeep;

/// <summary>
/// Makes a cache smaller: what was not used for longest goes first, and nothing that a build may be using goes.
/// </summary>
public sealed class CacheSweeper(CacheFolder folder)
{
    /// <summary>
    /// While some build uses the cache, what was used in this time stays: longer than any build, and than the interval
    /// in which uses are noted.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    // An upload or a download that is still wanted is written to at least once in this time.
    private static readonly TimeSpan UnfinishedGrace = TimeSpan.FromHours(2);

    // A download that broke off is resumed by the next build; after a week nobody wants it any more.
    private static readonly TimeSpan PartialGrace = TimeSpan.FromDays(7);

    /// <summary>Removes what is too much.</summary>
    /// <param name="maxBytes">What may be left; 0 removes everything.</param>
    /// <param name="dryRun">True to remove nothing.</param>
    /// <param name="spare">What was used in this time stays even when no build uses the cache; null for nothing.</param>
    /// <exception cref="AvocadoException">AVO0319: the cache cannot be read.</exception>
    public SweepResult Sweep(long maxBytes, bool dryRun, TimeSpan? spare = null)
    {
        using IDisposable? alone = folder.TryHoldAlone();
        DateTime now = DateTime.UtcNow;
        DateTime limit = alone is null ? now - Grace : spare is { } time ? now - time : DateTime.MaxValue;
        List<StoredFile> files = CacheInventory.Read(folder);
        var gone = new List<StoredFile>();
        long left = files.Sum(f => f.Size);

        void Remove(StoredFile file)
        {
            if (dryRun || TryDelete(file))
            {
                gone.Add(file);
                left -= file.Size;
            }
        }

        foreach (StoredFile file in files.Where(f => f.Kind == StoredKind.Unfinished && IsLeftOver(f, now, maxBytes)))
        {
            Remove(file);
        }
        foreach (StoredFile file in files.Where(f => f.Kind != StoredKind.Unfinished && f.LastUse < limit)
            .OrderBy(f => f.LastUse).ThenBy(f => f.Digest))
        {
            if (left <= maxBytes && maxBytes > 0)
            {
                break;
            }
            Remove(file);
        }
        foreach (StoredFile file in Orphans(files, gone))
        {
            Remove(file);
        }
        if (!dryRun)
        {
            Note(new CacheUsage(left, now));
        }
        return new SweepResult(
            gone.Count(f => f.Kind == StoredKind.Blob), gone.Count(f => f.Kind == StoredKind.Action),
            gone.Count(f => f.Kind == StoredKind.Unfinished), gone.Sum(f => f.Size), left, alone is null);
    }

    /// <summary>Results that are of no use any more: damaged ones, and those whose blobs went.</summary>
    private static StoredFile[] Orphans(List<StoredFile> files, List<StoredFile> gone)
    {
        HashSet<StoredFile> removed = [.. gone];
        HashSet<Sha256Digest> lost =
            [.. gone.Where(f => f.Kind == StoredKind.Blob).Select(f => f.Digest)];
        return lost.Count == 0
            ? []
            : [.. files.Where(f => f.Kind == StoredKind.Action && !removed.Contains(f)
                && (f.TryReadAction() is not { } action
                    || action.Outputs.Values.Any(b => lost.Contains(b.Digest))))];
    }

    private void Note(CacheUsage usage)
    {
        try
        {
            usage.Write(folder);
        }
        catch (Exception error) when (error is AvocadoException or IOException or UnauthorizedAccessException)
        {
            // Then the next build looks again.
        }
    }

    private static bool IsLeftOver(StoredFile file, DateTime now, long maxBytes)
    {
        bool isPartial = Path.GetFileName(Path.GetDirectoryName(file.Path)) == CacheFolder.Partials;
        TimeSpan grace = isPartial && maxBytes > 0 ? PartialGrace : UnfinishedGrace;
        return file.LastUse < now - grace && !IsOpen(file.Path);
    }

    /// <summary>True when somebody has the file open; the system drops such locks with their process.</summary>
    private static bool IsOpen(string path)
    {
        try
        {
            using var alone = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
            return false;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Finished up to its name, so not to be written: whoever made it read-only was about to rename it.
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool TryDelete(StoredFile file)
    {
        try
        {
            File.Delete(file.Path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Windows keeps what is open; another user's files stay his.
            return false;
        }
    }
}
