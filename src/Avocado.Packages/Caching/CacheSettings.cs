using Avocado.Packages.Caching.Remote;

namespace Avocado.Packages.Caching;

/// <summary>Where a user's cache is and how it is used. Nothing of this decides a byte of any output.</summary>
/// <param name="Folder">Full path.</param>
public sealed record CacheSettings(string Folder)
{
    /// <summary>What a cache may take when nobody says otherwise.</summary>
    public const long DefaultMaxBytes = 10L << 30;

    /// <summary>The environment variable that names a remote cache: the place for addresses with passwords.</summary>
    public const string RemoteVariable = "AVOCADO_REMOTE_CACHE";

    /// <summary>The environment variable that bounds the cache.</summary>
    public const string SizeVariable = "AVOCADO_CACHE_SIZE";

    /// <summary>The environment variable, and MSBuild property, that names another folder.</summary>
    public const string FolderVariable = "AvocadoCacheFolder";

    /// <summary>What the cache may take, in bytes; 0 for no bound.</summary>
    public long MaxBytes { get; init; } = DefaultMaxBytes;

    /// <summary>The cache that machines share, or null.</summary>
    public RemoteCacheSettings? Remote { get; init; }

    /// <summary>The environment variable, and MSBuild property, that is false where every step is to be done.</summary>
    public const string ResultsVariable = "AvocadoCacheResults";

    /// <summary>
    /// False when steps of builds are done whatever is known of their results; packages still come from the cache.
    /// </summary>
    public bool UsesResults { get; init; } = true;

    /// <summary>The cache of this user for all projects and clones, whether the folder exists or not.</summary>
    public static string DefaultFolder => Path.Combine(UserCaches(), "avocado", "cache");

    // Each system's own place for files that can be made again.
    private static string UserCaches()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }
        if (OperatingSystem.IsMacOS())
        {
            return Path.Combine(home, "Library", "Caches");
        }
        return Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)
            ? cache
            : Path.Combine(home, ".cache");
    }
}
