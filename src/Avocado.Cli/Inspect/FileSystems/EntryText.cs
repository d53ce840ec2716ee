using System.Globalization;
using System.Text;
using Avocado.Files;
using Avocado.Formats.SquashFs;

namespace Avocado.Cli.Inspect.FileSystems;

/// <summary>Entries of file systems as reports spell them.</summary>
internal static class EntryText
{
    /// <summary>A kind.</summary>
    public static string KindOf(EntryKind kind) => kind switch
    {
        EntryKind.Directory => "directory",
        EntryKind.File => "file",
        EntryKind.SymbolicLink => "symbolicLink",
        EntryKind.BlockDevice => "blockDevice",
        EntryKind.CharacterDevice => "characterDevice",
        EntryKind.Fifo => "fifo",
        _ => "socket",
    };

    /// <summary>The target of a link, the numbers of a device; null for all else.</summary>
    public static string? TargetOf(SquashFsEntry entry) => entry.Kind switch
    {
        EntryKind.SymbolicLink => Encoding.UTF8.GetString(entry.LinkTarget.Span),
        EntryKind.BlockDevice or EntryKind.CharacterDevice =>
            string.Create(CultureInfo.InvariantCulture, $"{entry.Device.Major}:{entry.Device.Minor}"),
        _ => null,
    };
}
