using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.Linking;

/// <summary>A root file system with extensions over it, as programs see it when it runs.</summary>
public sealed class ImageView
{
    private readonly ImmutableArray<FileTree> _layers;

    /// <param name="layers">The lowest first; an entry of a higher one hides those below it.</param>
    public ImageView(params ReadOnlySpan<FileTree> layers) => _layers = [.. layers];

    /// <summary>The entry at a path, not following links; null when there is none.</summary>
    public Entry? Find(UnixPath path)
    {
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            if (_layers[i].Find(path) is { } entry)
            {
                return entry;
            }
        }
        return null;
    }

    /// <summary>The entry that a path leads to through links; null when there is none.</summary>
    /// <param name="path">Where to begin.</param>
    /// <param name="links">Takes the links on the way, in order.</param>
    public Entry? Follow(UnixPath path, ICollection<Entry>? links = null)
    {
        Entry? FindAndNote(UnixPath at)
        {
            Entry? entry = Find(at);
            if (entry is { Kind: EntryKind.SymbolicLink })
            {
                links?.Add(entry);
            }
            return entry;
        }
        return PathResolver.Resolve(FindAndNote, path) is { } end ? Find(end) : null;
    }
}
