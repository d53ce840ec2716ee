using System.Runtime.CompilerServices;

namespace Avocado.Architecture.Tests;

/// <summary>The repository's own files.</summary>
internal static class Repository
{
    private static readonly string[] BuildFolders = ["bin", "obj", ".git", ".packages", "artifacts", "TestResults", ".vs"];

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The projects below src, by name.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Order()];

    /// <summary>C# files of the product, without what the build makes.</summary>
    public static IEnumerable<string> SourceFiles => Files("src").Where(f => f.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Every file below a folder that is not made by a build.</summary>
    public static IEnumerable<string> Files(string folder)
    {
        string path = Path.Combine(Root, folder);
        return Directory.Exists(path) ? Walk(path) : [];
    }

    /// <summary>The path from the root, with '/'.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder) => Directory.GetFiles(folder).Concat(
        Directory.GetDirectories(folder).Where(d => !BuildFolders.Contains(Path.GetFileName(d))).SelectMany(Walk));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        // The compiler may have mapped the path away; the test runs below the root then.
        string? folder = File.Exists(here) ? Path.GetDirectoryName(here) : AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? throw new InvalidOperationException("the repository's root was not found");
    }
}
