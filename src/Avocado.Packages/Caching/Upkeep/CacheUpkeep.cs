using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Caching.Upkeep;

/// <summary>
/// Keeps a cache within its bound at the end of builds. Most builds read one small file here: the cache is looked
/// through when it may be too large, and once a day.
/// </summary>
public static class CacheUpkeep
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    // A build has several tasks: what the first one loaded is wanted by the next, whatever the bound.
    private static readonly TimeSpan Spare = TimeSpan.FromHours(1);

    /// <summary>Sweeps when it is time to. What fails is left to the next build.</summary>
    /// <param name="added">How many bytes the build added.</param>
    /// <param name="maxBytes">What the cache may take; 0 for no bound.</param>
    /// <returns>What was removed; null when it was not time to look.</returns>
    public static SweepResult? Run(CacheFolder folder, long added, long maxBytes)
    {
        ArgumentNullException.ThrowIfNull(folder);
        DateTime now = DateTime.UtcNow;
        CacheUsage? known = CacheUsage.TryRead(folder);
        bool isOld = known is not { } usage || (now - usage.Looked).Duration() >= Interval;
        if (added == 0 && !isOld)
        {
            return null;
        }
        try
        {
            // Two builds that end at once need not both look; the one that loses leaves its bytes to the next look.
            using IDisposable? held = folder.TryLock("upkeep");
            if (held is null)
            {
                return null;
            }
            long bytes = (known?.Bytes ?? 0) + added;
            if (!isOld && (maxBytes == 0 || bytes <= maxBytes))
            {
                (known!.Value with { Bytes = bytes }).Write(folder);
                return null;
            }
            return new CacheSweeper(folder).Sweep(maxBytes == 0 ? long.MaxValue : maxBytes, dryRun: false, Spare);
        }
        catch (Exception error) when (error is AvocadoException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
