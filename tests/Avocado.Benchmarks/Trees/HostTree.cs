using System.Text;
using Avocado.Files;
using Avocado.Images.HostFiles;
using Avocado.Images.Reuse;

namespace Avocado.Benchmarks.Trees;

/// <summary>Reads a folder of the host with the product's reader.</summary>
internal static class HostTree
{
    /// <summary>The folder as a tree.</summary>
    public static FileTree Read(string folder, int threads, HostFileNotes? notes = null)
    {
        var reader = new HostFolderReader(new CaseKeepingHost(HostFileSystem.Instance), threads) { Notes = notes };
        var origin = new Origin(OriginKind.Overlay, "tree");
        var tree = new FileTreeBuilder();
        foreach (Entry entry in reader.Read(new HostFolder(Path.GetFullPath(folder), origin, [])).Entries)
        {
            tree.Add(Restore(entry));
        }
        return tree.Build();
    }

    private static Entry Restore(Entry entry) => entry.Path.Bytes.IndexOf(CaseKeepingHost.MarkBytes) < 0
        ? entry
        : entry with
        {
            Path = UnixPath.Parse(Encoding.UTF8.GetString(entry.Path.Bytes)
                .Replace(CaseKeepingHost.Mark, "", StringComparison.Ordinal)),
        };
}
