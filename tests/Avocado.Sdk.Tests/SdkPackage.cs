using Avocado.Testing;

namespace Avocado.Sdk.Tests;

/// <summary>
/// The packages that users get, packed once for all tests under a version of their own, so that no copy that NuGet
/// unpacked earlier can stand in for them.
/// </summary>
public sealed class SdkPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SdkPackage()
    {
        Version = $"1.0.0-test.{Guid.NewGuid():N}";
        string[] pack = ["pack", "--no-build", "--no-restore", "-c", Configuration, "-v", "q",
            $"-p:Version={Version}", $"-p:PackageOutputPath={Source}", $"-p:AvocadoReadyToRun={Crossgen.IsRestored}"];
        foreach (string project in (string[])["sdk/Avocado.Sdk.csproj", "templates/Avocado.Templates.csproj"])
        {
            DotNet.Run(Repository.Folder, [.. pack, Repository.At(project)]);
        }
    }

    /// <summary>The folder that NuGet unpacks to: the one that this clone uses, which has the runtime already.</summary>
    public static string PackagesFolder =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
            ? given
            : Repository.At(".packages");

    /// <summary>The version of both packages.</summary>
    public string Version { get; }

    /// <summary>A NuGet source with nothing but the packages.</summary>
    public string Source => _folder["packages"];

    /// <summary>The SDK's package.</summary>
    public string SdkFile => Path.Combine(Source, $"Avocado.Sdk.{Version}.nupkg");

    /// <summary>Development keys of the tests: a user's own are not touched.</summary>
    public string KeyFolder => _folder["keys"];

    private static string Configuration =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    public void Dispose()
    {
        _folder.Dispose();
        string unpacked = Path.Combine(PackagesFolder, "avocado.sdk", Version);
        if (Directory.Exists(unpacked))
        {
            Directory.Delete(unpacked, recursive: true);
        }
    }
}
