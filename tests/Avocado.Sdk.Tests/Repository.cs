using System.Reflection;

namespace Avocado.Sdk.Tests;

/// <summary>The clone that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Full path, with a separator at its end.</summary>
    public static string Folder { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryFolder").Value!;

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Folder, .. parts]);
}
