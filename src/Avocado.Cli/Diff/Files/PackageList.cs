using System.Collections.Immutable;
using Avocado.Cli.Diff.Model;
using Avocado.Files;
using Avocado.Formats.Deb822;
using Avocado.Formats.SquashFs;

namespace Avocado.Cli.Diff.Files;

/// <summary>
/// The packages of a file system: as the tree file of its build says, else as dpkg's database in it does.
/// </summary>
internal static class PackageList
{
    private const int LargestDatabase = 64 << 20;
    private const string Installed = "installed";

    private static readonly UnixPath Status = "var/lib/dpkg/status";

    /// <summary>Where images without dpkg keep a file for each package.</summary>
    private static readonly UnixPath StatusFolder = "var/lib/dpkg/status.d";

    /// <summary>True for a file of dpkg's database.</summary>
    public static bool IsDatabase(SquashFsEntry entry) => entry.Kind == EntryKind.File
        && (entry.Path == Status || (entry.Path.Parent == StatusFolder && !entry.Path.Name.EndsWith(".md5sums"u8)));

    /// <summary>What was added, removed, or has another version.</summary>
    /// <param name="oldTree">Read to its end.</param>
    /// <param name="newTree">Read to its end.</param>
    /// <param name="isKnown">False when a file system does not tell its packages.</param>
    public static ImmutableArray<ItemDiff> Compare(TreeSide oldTree, TreeSide newTree, out bool isKnown)
    {
        SortedDictionary<string, string>? olds = Read(oldTree);
        SortedDictionary<string, string>? news = Read(newTree);
        isKnown = olds is not null && news is not null;
        return isKnown
            ? SetDiff.Compare(olds!, news!, (old, @new) => FieldList.Of("version", old, @new))
            : [];
    }

    /// <summary>Versions by name; null when nothing tells them.</summary>
    private static SortedDictionary<string, string>? Read(TreeSide tree)
    {
        if (tree.FindTree() is { } named)
        {
            var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (Origin origin in named.File.Tree.Entries.Select(e => e.Origin)
                .Where(o => o.Kind == OriginKind.Package))
            {
                versions[origin.Name] = origin.Version ?? "";
            }
            return versions;
        }
        return tree.Side.Read(() => ReadDatabase(tree));
    }

    private static SortedDictionary<string, string>? ReadDatabase(TreeSide tree)
    {
        if (tree.PackageFiles.Count == 0)
        {
            return null;
        }
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        long left = LargestDatabase;
        foreach (SquashFsEntry file in tree.PackageFiles)
        {
            left -= file.Size;
            if (left < 0)
            {
                return null;
            }
            using Stream stream = tree.Reader.OpenFile(file);
            var reader = new Deb822Reader(stream, ["Package", "Version", "Architecture", "Status"]);
            while (reader.Next() is { } paragraph)
            {
                Add(versions, paragraph);
            }
        }
        return versions;
    }

    private static void Add(SortedDictionary<string, string> versions, Deb822Paragraph paragraph)
    {
        bool isInstalled = paragraph.Words("Status") is not { Length: > 0 } status || status[^1] == Installed;
        if (isInstalled && paragraph["Package"] is { } name)
        {
            string version = paragraph["Version"] ?? "";
            if (!versions.TryAdd(name, version))
            {
                versions[$"{name}:{paragraph["Architecture"]}"] = version;
            }
        }
    }
}
