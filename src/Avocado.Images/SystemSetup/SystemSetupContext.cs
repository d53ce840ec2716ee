using Avocado.Files;
using Avocado.Images.Model;

namespace Avocado.Images.SystemSetup;

/// <summary>What the steps of system setup work on.</summary>
/// <param name="tree">The root file system: packages and overlays are in it.</param>
/// <param name="project">What the project says.</param>
public sealed class SystemSetupContext(FileTreeBuilder tree, ImageProject project)
{
    /// <summary>The root file system.</summary>
    public FileTreeBuilder Tree { get; } = tree;

    /// <summary>What the project says.</summary>
    public ImageProject Project { get; } = project;

    /// <summary>
    /// Puts an entry at its path. What the project itself put there stays; what a package put there is replaced, and
    /// the origin keeps that.
    /// </summary>
    public void Provide(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!IsFromProject(Tree.Find(entry.Path)))
        {
            Tree.Replace(entry);
        }
    }

    /// <summary>Adds a folder; one that is there stays as it is.</summary>
    public void ProvideFolder(UnixPath path, Origin origin, ushort mode = UnixMode.Executable)
    {
        if (!Tree.Contains(path))
        {
            Tree.Add(Entry.Directory(path, origin, mode));
        }
    }

    /// <summary>The text of a file, links followed; null when there is no such file.</summary>
    public string? ReadText(UnixPath path) =>
        Tree.Resolve(path) is { } resolved && Tree.Find(resolved) is { Kind: EntryKind.File } file
            ? System.Text.Encoding.UTF8.GetString(file.Content.ReadAll())
            : null;

    /// <summary>
    /// Configuration files as systemd collects them: by name over all folders, the first folder that has a name wins,
    /// a link to /dev/null leaves it out.
    /// </summary>
    /// <param name="folder">Name of the folder below /etc, /usr/local/lib and /usr/lib.</param>
    /// <param name="suffix">End of the files' names.</param>
    public IReadOnlyList<(string Name, string Text)> ReadConfiguration(string folder, string suffix) =>
        ConfigurationFiles.Read(Tree, folder, suffix);

    private static bool IsFromProject(Entry? there) =>
        there is { Origin.Kind: OriginKind.Overlay or OriginKind.Project, Kind: not EntryKind.Directory };
}
