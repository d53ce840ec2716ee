namespace Avocado.Images.Model;

/// <summary>A processor architecture with the names that different worlds give it.</summary>
/// <param name="SystemdName">As in extension-release: "x86-64".</param>
/// <param name="DebianName">As in packages: "amd64".</param>
/// <param name="RuntimeIdentifier">As .NET publishes: "linux-x64".</param>
/// <param name="EfiName">As in the fallback loader's file name: "x64".</param>
/// <param name="MultiarchTuple">Debian's library folder: "x86_64-linux-gnu".</param>
public sealed record Architecture(
    string SystemdName, string DebianName, string RuntimeIdentifier, string EfiName, string MultiarchTuple)
{
    /// <summary>64-bit x86.</summary>
    public static Architecture X64 { get; } = new("x86-64", "amd64", "linux-x64", "x64", "x86_64-linux-gnu");

    /// <summary>64-bit Arm.</summary>
    public static Architecture Arm64 { get; } = new("arm64", "arm64", "linux-arm64", "aa64", "aarch64-linux-gnu");
}
