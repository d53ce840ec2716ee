using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Trimming;

/// <summary>
/// The cache that <see cref="SetTrimmerCache"/> tells <see cref="ILLink"/> of: .NET's own target calls that one, and
/// passes nothing of ours.
/// </summary>
/// <param name="Settings">Null for no cache.</param>
/// <param name="Assembly">Full path of ILLink.Tasks.dll.</param>
internal sealed record TrimmerCache(CacheSettings? Settings, string Assembly)
{
    private const RegisteredTaskObjectLifetime Lifetime = RegisteredTaskObjectLifetime.Build;

    /// <summary>Reads the settings. The build of the image reports mistakes in them.</summary>
    public static TrimmerCache Of(SetTrimmerCache task)
    {
        string Given(string? value, string variable) =>
            !string.IsNullOrWhiteSpace(value)
                ? value.Trim()
                : task.TaskEnvironment.GetEnvironmentVariable(variable)?.Trim() ?? "";
        string folder = string.IsNullOrWhiteSpace(task.CacheFolder) ? CacheSettings.DefaultFolder : task.CacheFolder.Trim();
        // A relative folder starts at the image's project, which is not known here.
        CacheSettings? settings = !Path.IsPathFullyQualified(folder) ? null : new CacheSettings(folder)
        {
            MaxBytes = ByteSize.TryParse(Given(task.CacheSize, CacheSettings.SizeVariable), out long size)
                ? size
                : CacheSettings.DefaultMaxBytes,
            Remote = RemoteCacheAddress.TryParse(Given(task.RemoteCache, CacheSettings.RemoteVariable), out _) is { } at
                ? new RemoteCacheSettings(at, task.RemoteCacheWrite)
                : null,
        };
        return new TrimmerCache(settings, Path.GetFullPath(task.TrimmerAssembly));
    }

    /// <summary>Keeps it for the task that writes into a folder, in this build.</summary>
    public void Register(IBuildEngine4 engine, string outputFolder) =>
        engine.RegisterTaskObject(Key(outputFolder), this, Lifetime, allowEarlyCollection: false);

    /// <summary>What was kept; null when nothing was, or in another process.</summary>
    public static TrimmerCache? Find(IBuildEngine4 engine, string outputFolder) =>
        engine.GetRegisteredTaskObject(Key(outputFolder), Lifetime) as TrimmerCache;

    private static (Type Type, string Folder) Key(string outputFolder) =>
        (typeof(TrimmerCache), Path.TrimEndingDirectorySeparator(outputFolder));
}
