using System.Collections.Immutable;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Files.Serialization;

namespace Avocado.Cli.Inspect.FileSystems;

/// <summary>How much of an image each source takes, from the tree file of its build.</summary>
internal static class PackageSizes
{
    /// <summary>Sizes by the origin of the files.</summary>
    /// <param name="tree">The image's tree.</param>
    /// <param name="blockSize">Uncompressed bytes of a block: a shared block holds a file's last part.</param>
    public static ImmutableArray<SizeReport> Of(FileTreeFile tree, int blockSize)
    {
        var table = new SizeTable(hasStoredSizes: tree.Extents.Count > 0);
        Dictionary<long, long> fragments = FragmentSizes(tree, blockSize);
        var links = new HashSet<LinkGroup>();
        var counted = new HashSet<FileExtent>();
        foreach (Entry entry in tree.Tree.Entries.Where(e => e.Kind == EntryKind.File))
        {
            bool isFirst = entry.LinkGroup is not { } group || links.Add(group);
            double stored = 0;
            foreach (FileExtent extent in ExtentsOf(tree, entry))
            {
                // Duplicates and hard links share extents; the first one pays.
                if (counted.Add(extent))
                {
                    stored += extent.Fragment == FileExtent.Own
                        ? extent.Length
                        : (double)extent.Length * TailOf(entry, tree, blockSize) / fragments[extent.Start];
                }
            }
            table.Add(entry.Origin.ToString(), 1, isFirst ? entry.Content.Size : 0, stored);
        }
        return table.ToReport();
    }

    /// <summary>How many bytes of files each shared block holds, by its place.</summary>
    private static Dictionary<long, long> FragmentSizes(FileTreeFile tree, int blockSize)
    {
        var sizes = new Dictionary<long, long>();
        var seen = new HashSet<FileExtent>();
        foreach (Entry entry in tree.Tree.Entries)
        {
            foreach (FileExtent extent in ExtentsOf(tree, entry))
            {
                if (extent.Fragment != FileExtent.Own && seen.Add(extent))
                {
                    sizes[extent.Start] = sizes.GetValueOrDefault(extent.Start) + TailOf(entry, tree, blockSize);
                }
            }
        }
        return sizes;
    }

    private static ImmutableArray<FileExtent> ExtentsOf(FileTreeFile tree, Entry entry) =>
        tree.Extents.GetValueOrDefault(entry.Path, []);

    private static long TailOf(Entry entry, FileTreeFile tree, int blockSize) =>
        ExtentsOf(tree, entry).Any(e => e.Fragment == FileExtent.Own)
            ? Math.Max(1, entry.Content.Size % blockSize)
            : Math.Max(1, entry.Content.Size);
}
