using System.Reflection;

namespace Avocado.EndToEnd.Tests;

/// <summary>Where the tests find the clone that they belong to.</summary>
internal static class Repository
{
    /// <summary>Full path, with a separator at the end.</summary>
    public static string Folder { get; } = Metadata("RepositoryFolder");

    /// <summary>Where NuGet unpacks packages, this clone's SDK among them.</summary>
    public static string PackagesFolder { get; } = Path.GetFullPath(Metadata("PackagesFolder"));

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
