using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// The inodes of a tree, numbered. A directory's inodes lie together in the order of their names, and a directory's
/// listing can be written before the directory itself: folders come last to first, the root is the last inode.
/// </summary>
internal sealed class InodePlan
{
    private InodePlan(DirectoryNode root, List<DirectoryNode> directories, List<DirectoryName> files, int count)
    {
        Root = root;
        Directories = directories;
        Files = files;
        Count = count;
    }

    public DirectoryNode Root { get; }

    /// <summary>All directories in the order of the tree: parents before children.</summary>
    public List<DirectoryNode> Directories { get; }

    /// <summary>The names of all regular files in the order of the tree.</summary>
    public List<DirectoryName> Files { get; }

    /// <summary>Every file inode that has bytes, in the order of the tree.</summary>
    public List<InodeNode> FilesWithBytes()
    {
        var files = new List<InodeNode>(Files.Count);
        foreach (DirectoryName name in Files)
        {
            if (ReferenceEquals(name.Entry, name.Inode.Entry) && name.Entry.Content.Size > 0)
            {
                files.Add(name.Inode);
            }
        }
        return files;
    }

    /// <summary>How many inodes there are.</summary>
    public int Count { get; }

    /// <summary>The inodes of <paramref name="tree"/>.</summary>
    public static InodePlan Of(FileTree tree)
    {
        ImmutableArray<Entry> entries = tree.Entries;
        var root = new DirectoryNode(entries[0], null);
        var directories = new List<DirectoryNode> { root };
        var byPath = new Dictionary<UnixPath, DirectoryNode> { [UnixPath.Root] = root };
        var linked = new Dictionary<LinkGroup, List<InodeNode>>();
        var files = new List<DirectoryName>(entries.Length);
        DirectoryNode parent = root;
        foreach (Entry entry in entries.AsSpan()[1..])
        {
            UnixPath parentPath = entry.Path.Parent;
            if (parent.Entry.Path != parentPath)
            {
                parent = byPath[parentPath];
            }
            var name = new DirectoryName(entry, NodeOf(entry, parent, linked));
            parent.Names.Add(name);
            if (name.Inode is DirectoryNode directory)
            {
                parent.Links++;
                directories.Add(directory);
                byPath.Add(entry.Path, directory);
            }
            else if (entry.Kind == EntryKind.File)
            {
                files.Add(name);
            }
        }
        return new InodePlan(root, directories, files, Number(root, directories));
    }

    private static InodeNode NodeOf(Entry entry, DirectoryNode parent, Dictionary<LinkGroup, List<InodeNode>> linked)
    {
        if (entry.Kind == EntryKind.Directory)
        {
            return new DirectoryNode(entry, parent);
        }
        var node = new InodeNode(entry);
        if (entry.LinkGroup is not { } group)
        {
            return node;
        }
        if (!linked.TryGetValue(group, out List<InodeNode>? nodes))
        {
            linked.Add(group, nodes = []);
        }
        // A name that a later step changed is a file of its own: each path shows what the tree says of it.
        if (nodes.Find(n => IsSameFile(n.Entry, entry)) is { } first)
        {
            first.Links++;
            return first;
        }
        nodes.Add(node);
        return node;
    }

    private static bool IsSameFile(Entry a, Entry b) =>
        a.Kind == b.Kind && a.Mode == b.Mode && a.Uid == b.Uid && a.Gid == b.Gid && a.Device == b.Device
        && a.Attributes.SequenceEqual(b.Attributes) && a.LinkTarget.Span.SequenceEqual(b.LinkTarget.Span)
        && a.Content.Size == b.Content.Size
        && (a.Content.Digest is not { } mine || b.Content.Digest is not { } theirs || mine == theirs);

    private static int Number(DirectoryNode root, List<DirectoryNode> directories)
    {
        uint number = 0;
        for (int i = directories.Count - 1; i >= 0; i--)
        {
            foreach (DirectoryName name in directories[i].Names)
            {
                if (name.Inode.Number == 0)
                {
                    name.Inode.Number = ++number;
                }
            }
        }
        root.Number = ++number;
        return checked((int)number);
    }
}
