using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.Composition;

/// <summary>
/// The top folders that are links into /usr: a file that a source puts below one of them is put where the link
/// leads, as unpacking over the link would.
/// </summary>
public static class UsrMerge
{
    /// <summary>The links, in byte order.</summary>
    public static ImmutableArray<UnixPath> Links { get; } = ["bin", "lib", "lib64", "sbin"];

    /// <summary>Where the file of a path lies.</summary>
    public static UnixPath Map(UnixPath path)
    {
        foreach (UnixPath link in Links)
        {
            if (path.IsIn(link) && path != link)
            {
                return TargetOf(link) / path.RelativeTo(link);
            }
        }
        return path;
    }

    /// <summary>The folder a link leads to.</summary>
    public static UnixPath TargetOf(UnixPath link) => (UnixPath)"usr" / link;

    /// <summary>The entry where it lies: older packages carry the top folders themselves as folders.</summary>
    public static Entry Map(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        UnixPath path = entry.Kind == EntryKind.Directory && Links.Contains(entry.Path)
            ? TargetOf(entry.Path)
            : Map(entry.Path);
        return path == entry.Path ? entry : entry with { Path = path };
    }
}
