using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Files.Serialization;

namespace Avocado.Cli.Inspect.Trees;

/// <summary>
/// The tree files of a build, found again by what they list: a tree is a file system's when both have the same paths
/// with the same kinds and sizes.
/// </summary>
internal sealed class TreeCatalog
{
    private readonly ImmutableArray<NamedTree> _trees;

    private TreeCatalog(ImmutableArray<NamedTree> trees) => _trees = trees;

    /// <summary>No trees.</summary>
    public static TreeCatalog Empty { get; } = new([]);

    /// <summary>True when there are none.</summary>
    public bool IsEmpty => _trees.IsEmpty;

    /// <summary>Names of all trees.</summary>
    public IEnumerable<string> Names => _trees.Select(t => t.Name);

    /// <summary>Reads a tree file, or all of a folder.</summary>
    /// <exception cref="AvocadoException">AVO0703: there is none. AVO0201: one is damaged.</exception>
    public static TreeCatalog Load(string path)
    {
        string[] files = File.Exists(path) ? [path]
            : Directory.Exists(path) ? Directory.GetFiles(path, "*.tree")
            : [];
        return files.Length == 0
            ? throw Codes.NoTreeFiles.Error(path)
            : new TreeCatalog([.. files.Order(StringComparer.Ordinal)
                .Select(f => new NamedTree(Path.GetFileName(f), FileTreeFile.Load(f)))]);
    }

    /// <summary>Reads several tree files or folders of them.</summary>
    /// <exception cref="AvocadoException">AVO0703: there is none. AVO0201: one is damaged.</exception>
    public static TreeCatalog Load(IEnumerable<string> paths) => new([.. paths.SelectMany(p => Load(p)._trees)]);

    /// <summary>The tree of a file system; null when there is none.</summary>
    /// <param name="contents">What the file system has: all paths with kinds and sizes.</param>
    public NamedTree? Find(IReadOnlyDictionary<UnixPath, (EntryKind Kind, long Size)> contents) =>
        _trees.FirstOrDefault(t => t.File.Tree.Entries.Length == contents.Count
            && t.File.Tree.Entries.All(e =>
                contents.TryGetValue(e.Path, out (EntryKind Kind, long Size) found)
                && found == (e.Kind, e.Content.Size)));
}
