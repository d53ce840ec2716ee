using Avocado.Files;

namespace Avocado.Formats.Cpio;

/// <summary>
/// Numbers the files of a tree; the names of one file share a number, and the last one carries the data.
/// </summary>
internal sealed class CpioLinks
{
    // A directory's real count says nothing to whoever unpacks it; every tool accepts 2.
    private const uint DirectoryLinks = 2;

    private readonly Dictionary<LinkGroup, Group> _groups = [];
    private uint _lastInode;

    public CpioLinks(FileTree tree)
    {
        foreach (Entry entry in tree.Entries)
        {
            if (entry.LinkGroup is { } key)
            {
                _groups.TryAdd(key, new Group());
                _groups[key].Count++;
                _groups[key].Left++;
            }
        }
    }

    /// <summary>
    /// Inode number, number of names, and whether this name carries the data. Entries come in tree order.
    /// </summary>
    public (uint Inode, uint Count, bool CarriesData) Next(Entry entry)
    {
        if (entry.LinkGroup is not { } key)
        {
            return (++_lastInode, entry.Kind == EntryKind.Directory ? DirectoryLinks : 1, true);
        }
        Group group = _groups[key];
        group.Inode ??= ++_lastInode;
        group.Left--;
        return (group.Inode.Value, group.Count, group.Left == 0);
    }

    private sealed class Group
    {
        public uint Count { get; set; }

        public uint Left { get; set; }

        public uint? Inode { get; set; }
    }
}
