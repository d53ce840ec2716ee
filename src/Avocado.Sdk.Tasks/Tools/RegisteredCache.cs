using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Tools;

/// <summary>
/// The cache that <see cref="SetToolCache"/> tells a <see cref="CachedTool"/> of: .NET's own target calls that one, and
/// passes nothing of ours.
/// </summary>
/// <param name="Settings">Null for no cache.</param>
/// <param name="Assembly">Full path of the assembly of .NET's own task.</param>
internal sealed record RegisteredCache(CacheSettings? Settings, string Assembly)
{
    private const RegisteredTaskObjectLifetime Lifetime = RegisteredTaskObjectLifetime.Build;

    /// <summary>Reads the settings. The build of the image reports mistakes in them.</summary>
    public static RegisteredCache Of(SetToolCache task)
    {
        string Given(string? value, string variable) =>
            !string.IsNullOrWhiteSpace(value)
                ? value.Trim()
                : task.TaskEnvironment.GetEnvironmentVariable(variable)?.Trim() ?? "";
        string folder = string.IsNullOrWhiteSpace(task.CacheFolder) ? CacheSettings.DefaultFolder : task.CacheFolder.Trim();
        // A relative folder starts at the image's project, which is not known here.
        CacheSettings? settings = !task.CacheResults || !Path.IsPathFullyQualified(folder) ? null : new CacheSettings(folder)
        {
            MaxBytes = ByteSize.TryParse(Given(task.CacheSize, CacheSettings.SizeVariable), out long size)
                ? size
                : CacheSettings.DefaultMaxBytes,
            Remote = RemoteCacheAddress.TryParse(Given(task.RemoteCache, CacheSettings.RemoteVariable), out _) is { } at
                ? new RemoteCacheSettings(at, task.RemoteCacheWrite)
                : null,
        };
        return new RegisteredCache(settings, Path.GetFullPath(task.ToolAssembly));
    }

    /// <summary>Keeps it for the task that is known by a folder, in this build.</summary>
    public void Register(IBuildEngine4 engine, string folder) =>
        engine.RegisterTaskObject(Key(folder), this, Lifetime, allowEarlyCollection: false);

    /// <summary>What was kept; null when nothing was, or in another process.</summary>
    public static RegisteredCache? Find(IBuildEngine4 engine, string folder) =>
        engine.GetRegisteredTaskObject(Key(folder), Lifetime) as RegisteredCache;

    private static (Type Type, string Folder) Key(string folder) =>
        (typeof(RegisteredCache), Path.TrimEndingDirectorySeparator(folder));
}
