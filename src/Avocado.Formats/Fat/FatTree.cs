using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Fat;

/// <summary>The files of a volume as a tree, checked for what FAT cannot hold.</summary>
internal static class FatTree
{
    private const string Forbidden = "\"*/:<>?\\|";

    /// <summary>Builds the tree; every list is in byte order of the paths.</summary>
    /// <returns>All nodes, the root first, in the order in which they get clusters.</returns>
    /// <exception cref="AvocadoException">AVO0203: a name or a size that FAT cannot hold.</exception>
    public static List<FatTreeNode> Build(IEnumerable<FatFile> files)
    {
        var root = new FatTreeNode("", null, null);
        var nodes = new List<FatTreeNode> { root };
        // FAT names differ in more than case; a path here is the upper-case form of the whole path.
        var byName = new Dictionary<string, (FatTreeNode Node, UnixPath Path)>(StringComparer.Ordinal)
        {
            [""] = (root, UnixPath.Root),
        };
        foreach (FatFile file in files.OrderBy(f => f.Path))
        {
            if (file.Content?.Size > uint.MaxValue)
            {
                throw Limit($"{file.Path} has {file.Content.Size} bytes, less than 4 GiB are possible");
            }
            Add(file.Path, file.Content, nodes, byName);
        }
        foreach (FatTreeNode node in nodes.Where(n => n.IsDirectory))
        {
            string[] names = FatShortNames.For(node.Children.ConvertAll(c => c.Name));
            for (int i = 0; i < names.Length; i++)
            {
                node.Children[i].ShortName = names[i];
            }
        }
        return nodes;
    }

    private static FatTreeNode Add(
        UnixPath path, Content? content, List<FatTreeNode> nodes,
        Dictionary<string, (FatTreeNode Node, UnixPath Path)> byName)
    {
        string key = Encoding.UTF8.GetString(path.Bytes).ToUpperInvariant();
        if (byName.TryGetValue(key, out (FatTreeNode Node, UnixPath Path) there))
        {
            bool sameFolder = there.Path == path && there.Node.IsDirectory && content is null;
            return sameFolder
                ? there.Node
                : throw Limit($"both {there.Path} and {path}; names differ in more than case");
        }
        FatTreeNode parent = Add(path.Parent, null, nodes, byName);
        string name = path.NameText;
        CheckName(path, name);
        var node = new FatTreeNode(name, content, parent);
        parent.Children.Add(node);
        nodes.Add(node);
        byName.Add(key, (node, path));
        return node;
    }

    private static void CheckName(UnixPath path, string name)
    {
        if (name.Length > FatLongName.MaxLength || name[^1] is '.' or ' '
            || name.Any(c => c < ' ' || c == 0x7F || Forbidden.Contains(c, StringComparison.Ordinal)))
        {
            throw Limit($"the name of {path}");
        }
    }

    private static AvocadoException Limit(string what) => Codes.FormatLimit.Error("a FAT volume", what);
}
