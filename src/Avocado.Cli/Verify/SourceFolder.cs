using System.Xml;
using System.Xml.Linq;

namespace Avocado.Cli.Verify;

/// <summary>The folder that has everything a project is built from, and copies of it.</summary>
internal static class SourceFolder
{
    private const string Repository = ".git";

    /// <summary>Files that builds look for in the folders above a project.</summary>
    private static readonly string[] Shared =
        ["global.json", "nuget.config", "NuGet.config", "NuGet.Config", "Directory.Build.props"];

    private static readonly HashSet<string> LeftOut = new(StringComparer.OrdinalIgnoreCase)
    {
        "bin", "obj", ".git", ".vs", ".idea", "node_modules", "TestResults",
    };

    /// <summary>
    /// The root of the repository that a project is in, or else the highest folder with a file that builds look for;
    /// in any case one that has the projects and folders it refers to.
    /// </summary>
    public static string Of(string project)
    {
        string folder = Path.GetDirectoryName(project)!;
        string root = folder;
        for (string? above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (Path.Exists(Path.Combine(above, Repository)))
            {
                root = above;
                break;
            }
            root = Shared.Any(name => File.Exists(Path.Combine(above, name))) ? above : root;
        }
        foreach (string reference in ReferencesOf(project))
        {
            while (!IsIn(reference, root) && Path.GetDirectoryName(root) is { } above)
            {
                root = above;
            }
        }
        return root;
    }

    /// <summary>Copies a folder without what builds make.</summary>
    /// <param name="from">Full path.</param>
    /// <param name="to">Full path; made.</param>
    /// <param name="except">A folder that is left out, such as that of unpacked packages.</param>
    /// <param name="cancellation">Stops between files.</param>
    public static void Copy(string from, string to, string? except, CancellationToken cancellation)
    {
        Directory.CreateDirectory(to);
        foreach (FileSystemInfo item in new DirectoryInfo(from).EnumerateFileSystemInfos(
            "*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            cancellation.ThrowIfCancellationRequested();
            string target = Path.Combine(to, item.Name);
            if (item.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else if (item is FileInfo file)
            {
                file.CopyTo(target);
            }
            else if (!LeftOut.Contains(item.Name) && item.FullName != except)
            {
                Copy(item.FullName, target, except, cancellation);
            }
        }
    }

    private static IEnumerable<string> ReferencesOf(string project)
    {
        XDocument document;
        try
        {
            document = XDocument.Load(project);
        }
        catch (XmlException)
        {
            // The build says what is wrong with it, and where.
            return [];
        }
        string folder = Path.GetDirectoryName(project)!;
        IEnumerable<string> bases = document.Descendants().Where(e => e.Name.LocalName == "BaseImage")
            .Select(e => e.Value.Trim());
        return document.Descendants().Attributes("Include").Select(a => a.Value).Concat(bases)
            .Select(value => value.Replace('\\', '/'))
            .Where(value => value.StartsWith("../", StringComparison.Ordinal))
            .Select(value => Path.GetFullPath(Path.Combine(folder, value)));
    }

    private static bool IsIn(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
