using System.Reflection;

namespace Avocado.Sdk.Tests;

/// <summary>The clone that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Full path, with a separator at its end.</summary>
    public static string Folder { get; } = Metadata("RepositoryFolder");

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>What the project file of the tests says of the build.</summary>
    public static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == key).Value!;
}
