using System.Collections.Immutable;

namespace Avocado.Files;

/// <summary>
/// An image as data: one entry per path, sorted by the bytes of the path, every parent present and a directory.
/// Immutable; <see cref="FileTreeBuilder"/> makes one.
/// </summary>
public sealed class FileTree
{
    internal FileTree(ImmutableArray<Entry> entries) => Entries = entries;

    /// <summary>All entries in byte order of their paths; the first is the root directory.</summary>
    public ImmutableArray<Entry> Entries { get; }

    /// <summary>Bytes of all regular files, hard links counted once.</summary>
    public long ContentSize
    {
        get
        {
            var seen = new HashSet<LinkGroup>();
            return Entries.Where(e => e.LinkGroup is not { } group || seen.Add(group)).Sum(e => e.Content.Size);
        }
    }

    /// <summary>The entry at a path, not following links; null when there is none.</summary>
    public Entry? Find(UnixPath path)
    {
        int index = IndexOf(path);
        return index >= 0 ? Entries[index] : null;
    }

    /// <summary>The entry and everything below it, in order.</summary>
    public IEnumerable<Entry> Below(UnixPath folder)
    {
        int start = IndexOf(folder);
        for (int i = start < 0 ? ~start : start; i < Entries.Length; i++)
        {
            Entry entry = Entries[i];
            if (entry.Path.IsIn(folder))
            {
                yield return entry;
            }
            else if (!entry.Path.Bytes.StartsWith(folder.Bytes))
            {
                // Names such as "a-b" and "a.c" sort between "a" and "a/b"; the run ends with the common prefix.
                yield break;
            }
        }
    }

    /// <summary>The same tree with other contents of the same bytes: where they are, or what is known of them.</summary>
    public FileTree WithContents(Func<Entry, Content> contentOf)
    {
        ArgumentNullException.ThrowIfNull(contentOf);
        return new FileTree([.. Entries.Select(entry =>
            contentOf(entry) is var content && !ReferenceEquals(content, entry.Content)
                ? entry with { Content = content }
                : entry)]);
    }

    private int IndexOf(UnixPath path)
    {
        int low = 0, high = Entries.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Entries[middle].Path.CompareTo(path);
            if (order == 0)
            {
                return middle;
            }
            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return ~low;
    }
}
