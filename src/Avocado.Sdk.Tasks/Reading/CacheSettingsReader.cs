using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>Where the cache is and how it is used: properties, or else the user's environment.</summary>
internal sealed class CacheSettingsReader(ReadingContext context)
{
    public CacheSettings Read(PackageTask task) =>
        new(SettingReader.Given(task.CacheFolder) is { } folder ? context.FullPath(folder) : CacheSettings.DefaultFolder)
        {
            MaxBytes = ReadSize(task),
            Remote = ReadRemote(task),
            UsesResults = task.CacheResults,
        };

    private long ReadSize(PackageTask task)
    {
        (string name, string? given) = Choose("AvocadoCacheSize", task.CacheSize, CacheSettings.SizeVariable, task);
        if (given is null)
        {
            return CacheSettings.DefaultMaxBytes;
        }
        if (ByteSize.TryParse(given, out long size))
        {
            return size;
        }
        Report(Codes.BadValue, "AvocadoCacheSize", name, given, "a size such as 10G, or 0 for no bound");
        return CacheSettings.DefaultMaxBytes;
    }

    private RemoteCacheSettings? ReadRemote(PackageTask task)
    {
        (string name, string? given) =
            Choose("AvocadoRemoteCache", task.RemoteCache, CacheSettings.RemoteVariable, task);
        if (given is null)
        {
            return null;
        }
        if (RemoteCacheAddress.TryParse(given, out string fault) is { } address)
        {
            return new RemoteCacheSettings(address, task.RemoteCacheWrite);
        }
        // The address itself may hold a password.
        Report(Codes.BadRemoteCache, "AvocadoRemoteCache", name, fault);
        return null;
    }

    private static (string Name, string? Value) Choose(
        string property, string? given, string variable, PackageTask task) =>
        SettingReader.Given(given) is { } written
            ? (property, written)
            : (variable, SettingReader.Given(task.TaskEnvironment.GetEnvironmentVariable(variable)));

    private void Report(DiagnosticCode code, string property, params object?[] arguments) =>
        context.Found.Add(code, context.Locator.Property(property), arguments);
}
