using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.HostFiles;
using Avocado.Images.Model;

namespace Avocado.Images.Composition;

/// <summary>Lays a folder of the user's over a tree.</summary>
public static class OverlayComposer
{
    /// <summary>Adds an overlay's files; replaces those of others only when the overlay says so.</summary>
    /// <returns>Files that only the host's mode makes executable, as <see cref="HostFolderContents"/> has it.</returns>
    /// <exception cref="AvocadoException">
    /// AVO0501-AVO0506: the folder has what no image can have. AVO0102: it has a file that another source has.
    /// </exception>
    public static IReadOnlyList<UnixPath> AddTo(FileTreeBuilder tree, Overlay overlay, HostFolderReader reader)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(overlay);
        ArgumentNullException.ThrowIfNull(reader);
        HostFolderContents contents = reader.Read(HostFolder.Of(overlay));
        foreach (Entry entry in contents.Entries.Select(UsrMerge.Map))
        {
            Entry? there = tree.Find(entry.Path);
            bool bothFolders = there?.Kind == EntryKind.Directory && entry.Kind == EntryKind.Directory;
            if (there is not null && !bothFolders && overlay.Replace)
            {
                tree.Replace(entry with { Origin = entry.Origin with { Reason = "replaced by the project" } });
                continue;
            }
            try
            {
                tree.Add(entry);
            }
            catch (AvocadoException error) when (error.Location is null)
            {
                throw new AvocadoException(error.Code, error.Message, overlay.Location, error);
            }
        }
        return contents.DecidedByHost;
    }
}
