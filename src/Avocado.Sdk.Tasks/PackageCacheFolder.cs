namespace Avocado.Sdk.Tasks;

/// <summary>Where packages are kept for all projects and clones of a user.</summary>
internal static class PackageCacheFolder
{
    /// <param name="given">The property AvocadoCacheFolder, relative to the project; empty for the default.</param>
    /// <param name="projectFolder">Full path.</param>
    /// <returns>A full path, whether the folder exists or not.</returns>
    public static string Choose(string? given, string projectFolder) =>
        string.IsNullOrEmpty(given)
            ? Path.Combine(UserCache(), "avocado", "packages")
            : Path.GetFullPath(given, projectFolder);

    // Each system's own place for files that can be made again.
    private static string UserCache()
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
