using Avocado.Files;
using Avocado.Images.Linking;

namespace Avocado.Images.Initrd;

/// <summary>Copies entries from one tree to another, with the links that lead there and their folders.</summary>
/// <param name="source">Where from.</param>
/// <param name="target">Where to.</param>
internal sealed class TreeCopier(ImageView source, FileTreeBuilder target)
{
    /// <summary>Copies what a path leads to; the entry at the end of all links, or null when there is none.</summary>
    public Entry? Copy(UnixPath path)
    {
        var links = new List<Entry>();
        if (source.Follow(path, links) is not { Kind: EntryKind.File } entry)
        {
            return null;
        }
        links.ForEach(Add);
        Add(entry);
        return entry;
    }

    private void Add(Entry entry)
    {
        if (target.Contains(entry.Path))
        {
            return;
        }
        target.Add(entry with { LinkGroup = null });
        for (UnixPath folder = entry.Path.Parent; !folder.IsRoot; folder = folder.Parent)
        {
            if (source.Find(folder) is { Kind: EntryKind.Directory } directory && !target.Contains(folder))
            {
                target.Add(directory);
            }
        }
    }
}
