using System.Collections.Immutable;
using System.Text;
using Avocado.Files;

namespace Avocado.Images.SystemSetup;

/// <summary>Drop-in configuration as systemd collects it (the conf_files_list of its manual pages).</summary>
internal static class ConfigurationFiles
{
    private static readonly ImmutableArray<UnixPath> Roots = ["etc", "usr/local/lib", "usr/lib"];

    /// <summary>
    /// Files by name over all folders, names in byte order; of two with one name the first folder's wins, and a link
    /// to /dev/null leaves the name out.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="folder">Name of the folder below /etc, /usr/local/lib and /usr/lib.</param>
    /// <param name="suffix">End of the files' names.</param>
    public static IReadOnlyList<(string Name, string Text)> Read(FileTreeBuilder tree, string folder, string suffix) =>
        ReadAll(tree, [.. Roots.Select(r => r / folder)], suffix);

    /// <summary>As <see cref="Read"/>, from folders by their full paths.</summary>
    public static IReadOnlyList<(string Name, string Text)> ReadAll(
        FileTreeBuilder tree, IReadOnlyList<UnixPath> folders, string suffix)
    {
        var byName = new SortedDictionary<UnixPath, Entry>();
        foreach (UnixPath folder in folders)
        {
            foreach (Entry entry in tree.Unordered.Where(e => !e.Path.IsRoot && e.Path.Parent == folder))
            {
                if (entry.Path.NameText.EndsWith(suffix, StringComparison.Ordinal))
                {
                    byName.TryAdd(UnixPath.Parse(entry.Path.Name), entry);
                }
            }
        }
        var files = new List<(string, string)>();
        foreach ((UnixPath name, Entry entry) in byName)
        {
            if (tree.Resolve(entry.Path) is { } path && tree.Find(path) is { Kind: EntryKind.File } file)
            {
                files.Add((name.NameText, Encoding.UTF8.GetString(file.Content.ReadAll())));
            }
        }
        return files;
    }
}
