namespace Avocado.Sdk.Tests;

/// <summary>The compiler of ReadyToRun code, as NuGet unpacked it.</summary>
internal static class Crossgen
{
    /// <summary>The portable identifier of the host, as in <c>linux-x64</c>.</summary>
    public static string HostRuntime { get; } = Repository.Metadata("HostRuntime");

    /// <summary>Whether a pack can compile for the host: a Release restore brings what it takes, a Debug one does not.</summary>
    public static bool IsRestored { get; } = Has("crossgen2") && Has("runtime");

    private static bool Has(string pack) => Directory.Exists(Path.Combine(SdkPackage.PackagesFolder,
        $"microsoft.netcore.app.{pack}.{HostRuntime}", Repository.Metadata("FrameworkVersion")));
}
