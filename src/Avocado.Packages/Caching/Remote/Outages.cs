using System.Collections.Concurrent;

namespace Avocado.Packages.Caching.Remote;

/// <summary>
/// Remote caches that failed in this process a short time ago. A build has several tasks, and often several boards;
/// each would wait for the same server again.
/// </summary>
internal static class Outages
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<Uri, long> Since = new();

    /// <summary>Remembers a failure.</summary>
    public static void Add(Uri location) => Since[location] = Environment.TickCount64;

    /// <summary>True when the cache failed a short time ago.</summary>
    public static bool Has(Uri location) =>
        Since.TryGetValue(location, out long since)
        && Environment.TickCount64 - since < Duration.TotalMilliseconds;
}
