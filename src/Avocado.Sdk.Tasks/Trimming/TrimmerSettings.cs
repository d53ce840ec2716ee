using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;

namespace Avocado.Sdk.Tasks.Trimming;

/// <summary>
/// What the UsingTask of <see cref="TrimmerFactory"/> says. The build of the image reports mistakes in the cache's
/// settings; here they mean that apps are trimmed without it.
/// </summary>
/// <param name="Assembly">Full path of ILLink.Tasks.dll.</param>
/// <param name="Cache">The cache as the app's own project sees it; null for none.</param>
internal sealed record TrimmerSettings(string Assembly, CacheSettings? Cache)
{
    /// <summary>Reads lines of NAME=VALUE: Assembly, CacheFolder, CacheSize, RemoteCache, RemoteCacheWrite.</summary>
    public static TrimmerSettings Parse(string text)
    {
        var values = text.Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2 && pair[1].Length > 0)
            .GroupBy(pair => pair[0], pair => pair[1], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        string assembly = values.TryGetValue("Assembly", out string? path) ? Path.GetFullPath(path) : "";
        return new TrimmerSettings(assembly, ReadCache(values));
    }

    private static CacheSettings? ReadCache(Dictionary<string, string> values)
    {
        string folder = values.GetValueOrDefault("CacheFolder", CacheSettings.DefaultFolder);
        string size = Get(values, "CacheSize", CacheSettings.SizeVariable);
        string remote = Get(values, "RemoteCache", CacheSettings.RemoteVariable);
        _ = bool.TryParse(values.GetValueOrDefault("RemoteCacheWrite"), out bool canWrite);
        // A relative folder lies in the image's project, which is not known here.
        return !Path.IsPathFullyQualified(folder) ? null : new CacheSettings(folder)
        {
            MaxBytes = ByteSize.TryParse(size, out long bytes) ? bytes : CacheSettings.DefaultMaxBytes,
            Remote = RemoteCacheAddress.TryParse(remote, out _) is { } address
                ? new RemoteCacheSettings(address, canWrite)
                : null,
        };
    }

    // Not as a property: MSBuild writes the variables that a project reads into its binary logs.
    private static string Get(Dictionary<string, string> values, string name, string variable) =>
        values.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(variable) ?? "";
}
