using System.Runtime.InteropServices;
using Avocado.Files.Diagnostics;

namespace Avocado.Files;

/// <summary>
/// Composes a <see cref="FileTree"/>. Two sources at one path are an error unless they agree or one is said to
/// replace the other; nothing is overwritten in silence.
/// </summary>
public sealed class FileTreeBuilder
{
    private readonly Dictionary<UnixPath, Entry> _entries = [];

    public FileTreeBuilder()
    {
    }

    /// <param name="start">A tree to start from.</param>
    public FileTreeBuilder(FileTree start)
    {
        ArgumentNullException.ThrowIfNull(start);
        foreach (Entry entry in start.Entries)
        {
            _entries.Add(entry.Path, entry);
        }
    }

    /// <summary>How many paths there are.</summary>
    public int Count => _entries.Count;

    /// <summary>All entries, in no order that may reach an output.</summary>
    public IReadOnlyCollection<Entry> Unordered => _entries.Values;

    /// <summary>The entry at a path, not following links; null when there is none.</summary>
    public Entry? Find(UnixPath path) => _entries.GetValueOrDefault(path);

    /// <summary>True when something is at the path.</summary>
    public bool Contains(UnixPath path) => _entries.ContainsKey(path);

    /// <summary>
    /// Adds an entry. A directory that is already there is kept with the first owner's mode; an entry that equals
    /// the one there in kind, mode, owner, target and content adds nothing.
    /// </summary>
    /// <exception cref="AvocadoException">AVO0102: another source owns the path.</exception>
    public void Add(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_entries.TryAdd(entry.Path, entry))
        {
            return;
        }
        Entry there = _entries[entry.Path];
        bool sameDirectory = entry.Kind == EntryKind.Directory && there.Kind == EntryKind.Directory;
        if (!sameDirectory && !Same(there, entry))
        {
            throw Codes.PathCollision.Error(entry.Path, there.Origin, entry.Origin);
        }
    }

    /// <summary>Puts an entry at its path, whatever was there; the old origin is kept in the new one's chain.</summary>
    public void Replace(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_entries.TryGetValue(entry.Path, out Entry? there))
        {
            if (there.Kind == EntryKind.Directory && entry.Kind != EntryKind.Directory)
            {
                Remove(entry.Path);
            }
            entry = entry with { Origin = entry.Origin with { Replaced = there.Origin } };
        }
        _entries[entry.Path] = entry;
    }

    /// <summary>Removes a path and everything below it; returns how many entries went.</summary>
    public int Remove(UnixPath path)
    {
        if (!_entries.TryGetValue(path, out Entry? there))
        {
            return 0;
        }
        if (there.Kind != EntryKind.Directory)
        {
            _entries.Remove(path);
            return 1;
        }
        return RemoveWhere(e => e.Path.IsIn(path));
    }

    /// <summary>Removes every entry that matches; returns how many went.</summary>
    public int RemoveWhere(Func<Entry, bool> match)
    {
        UnixPath[] gone = _entries.Values.Where(match).Select(e => e.Path).ToArray();
        foreach (UnixPath path in gone)
        {
            _entries.Remove(path);
        }
        return gone.Length;
    }

    /// <summary>Follows symbolic links in the folders of a path (and in its last component when asked).</summary>
    /// <returns>The path without links; null when links go in a circle or out of the image.</returns>
    public UnixPath? Resolve(UnixPath path, bool followLast = true)
    {
        return PathResolver.Resolve(Find, path, followLast);
    }

    /// <summary>
    /// The finished tree: missing parents become directories 0755 of root with the origin of the first entry below.
    /// </summary>
    /// <exception cref="AvocadoException">AVO0103: a parent is not a directory.</exception>
    public FileTree Build()
    {
        Entry[] sorted = Sorted();
        Entry? folder = null;
        foreach (Entry entry in sorted)
        {
            // Most entries follow another one of their folder.
            if (folder is null || !IsDirectlyIn(entry.Path, folder.Path))
            {
                folder = AddParents(entry);
            }
        }
        if (!_entries.ContainsKey(UnixPath.Root))
        {
            _entries.Add(UnixPath.Root, Entry.Directory(UnixPath.Root, Origin.Generated("root")));
        }
        return new FileTree(ImmutableCollectionsMarshal.AsImmutableArray(
            sorted.Length == _entries.Count ? sorted : Sorted()));
    }

    private Entry[] Sorted()
    {
        Entry[] sorted = [.. _entries.Values];
        Array.Sort(sorted, static (a, b) => a.Path.CompareTo(b.Path));
        return sorted;
    }

    /// <summary>Makes sure of the folders that an entry lies in; returns the innermost, null for the root's.</summary>
    private Entry? AddParents(Entry entry)
    {
        Entry? innermost = null;
        for (UnixPath child = entry.Path; !child.IsRoot; child = child.Parent)
        {
            UnixPath parent = child.Parent;
            bool isThere = _entries.TryGetValue(parent, out Entry? folder);
            if (isThere && folder!.Kind != EntryKind.Directory)
            {
                throw Codes.ParentIsNoDirectory.Error(entry.Path, entry.Origin, parent, folder.Origin);
            }
            folder ??= _entries[parent] = Entry.Directory(parent, entry.Origin);
            innermost ??= folder;
            if (isThere)
            {
                break;
            }
        }
        return innermost;
    }

    private static bool IsDirectlyIn(UnixPath path, UnixPath folder) =>
        path.Length > folder.Length && path.IsIn(folder)
        && !path.Bytes[(folder.IsRoot ? 0 : folder.Length + 1)..].Contains((byte)'/');

    private static bool Same(Entry a, Entry b) =>
        a.Kind == b.Kind && a.Mode == b.Mode && a.Uid == b.Uid && a.Gid == b.Gid && a.Device == b.Device
        && a.Attributes.SequenceEqual(b.Attributes) && a.LinkTarget.Span.SequenceEqual(b.LinkTarget.Span)
        && a.Content.Size == b.Content.Size && a.Content.ComputeDigest() == b.Content.ComputeDigest();
}
