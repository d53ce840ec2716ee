namespace Avocado.EndToEnd.Tests.Builds;

/// <summary>
/// The bench's project with its lock file and keys, built in another folder by another user with other habits: no
/// repository, another umask, time zone, language and number of processors, other caches, and no network.
/// </summary>
internal sealed class Stranger : IDisposable
{
    // What a build of the sample restores from NuGet; the SDK and what its apps are made with.
    private static readonly string[] s_packages =
    [
        "avocado.sdk", "microsoft.net.illink.tasks", "microsoft.netcore.app.runtime.linux-x64",
        "microsoft.aspnetcore.app.runtime.linux-x64",
    ];

    public Stranger(Bench bench)
    {
        Copy = new SampleCopy(Surroundings.Own);
        File.Copy(bench.Copy.LockFile, Copy.LockFile, overwrite: true);
        foreach (string folder in (string[])["home", "unpacked", "feed"])
        {
            Directory.CreateDirectory(Path.Combine(Copy.Folder, folder));
        }
        foreach (string package in s_packages.Select(p => Path.Combine(Repository.PackagesFolder, p))
            .Where(Directory.Exists))
        {
            Copy.Take(package, Path.Combine("unpacked", Path.GetFileName(package)));
        }
        Copy.Take(PackageCache(), "cache");
        Copy.Take(bench.Keys, "keys");
        Copy.Use(Path.Combine(Copy.Folder, "unpacked"), Path.Combine(Copy.Folder, "feed"));
        Copy.Surroundings = Habits();
        Copy.Surroundings.HandOver(Copy.Folder);
        Build = Copy.DotNet("build", "-p:RestoreLockedMode=true");
        Difference = Build.ExitCode == 0
            ? new Outputs(Copy.OutputFolder()).FirstDifference(bench.Baseline)
            : "it failed";
    }

    public SampleCopy Copy { get; }

    /// <summary>How the build ended.</summary>
    public BuildResult Build { get; }

    /// <summary>The first output that is not the bench's, or null.</summary>
    public string? Difference { get; }

    public void Dispose() => Copy.Dispose();

    private Surroundings Habits()
    {
        string home = Path.Combine(Copy.Folder, "home");
        return new Surroundings
        {
            AsNobody = Surroundings.CanChangeUser,
            WithoutNetwork = true,
            Umask = "077",
            Variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["HOME"] = home,
                ["USER"] = "stranger",
                ["LOGNAME"] = "stranger",
                ["DOTNET_CLI_HOME"] = home,
                ["XDG_CACHE_HOME"] = home,
                ["XDG_DATA_HOME"] = home,
                ["AvocadoCacheFolder"] = Path.Combine(Copy.Folder, "cache"),
                ["AvocadoDevelopmentKeyFolder"] = Path.Combine(Copy.Folder, "keys"),
                ["TZ"] = "Pacific/Auckland",
                ["LC_ALL"] = "tr_TR.UTF-8",
                ["LANG"] = "tr_TR.UTF-8",
                ["DOTNET_PROCESSOR_COUNT"] = "1",
            },
        };
    }

    // As the SDK chooses it on this kind of host.
    private static string PackageCache()
    {
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "avocado", "cache");
    }
}
