using System.Globalization;
using Avocado.Files;
using Avocado.Testing;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>What a folder of the host holds, as <see cref="Images.Describe"/> shows a tree.</summary>
internal static class HostFolder
{
    private const int FileTypeMask = 0xF000;

    /// <summary>One line for each path below the folder, and for the folder itself.</summary>
    public static string[] Describe(string folder) =>
        [.. Read(folder).OrderBy(e => e.Entry.Path).Select(e => Images.Line(e.Entry, e.Links))];

    /// <summary>The entries below the folder as a tree; hard links keep their groups.</summary>
    public static FileTree ReadTree(string folder)
    {
        var builder = new FileTreeBuilder();
        foreach ((Entry entry, int links) in Read(folder))
        {
            builder.Add(links > 1 && entry.Kind != EntryKind.Directory ? entry : entry with { LinkGroup = null });
        }
        return builder.Build();
    }

    private static List<(Entry Entry, int Links)> Read(string folder)
    {
        string[] arguments =
            ["-c", "find . -exec stat --printf '%n\\t%f\\t%u\\t%g\\t%Y\\t%h\\t%t\\t%T\\t%i\\n' {} +"];
        ToolResult result = ForeignTool.Try("sh", folder, null, arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => Parse(folder, l))];
    }

    private static (Entry Entry, int Links) Parse(string folder, string line)
    {
        string[] fields = line.Split('\t');
        string host = Path.Combine(folder, fields[0]);
        int mode = int.Parse(fields[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        EntryKind kind = (mode & FileTypeMask) switch
        {
            0x4000 => EntryKind.Directory,
            0x8000 => EntryKind.File,
            0xA000 => EntryKind.SymbolicLink,
            0x6000 => EntryKind.BlockDevice,
            0x2000 => EntryKind.CharacterDevice,
            0x1000 => EntryKind.Fifo,
            _ => EntryKind.Socket,
        };
        var entry = new Entry
        {
            Path = UnixPath.Parse(fields[0]),
            Kind = kind,
            Mode = (ushort)(mode & ~FileTypeMask),
            Uid = uint.Parse(fields[2], CultureInfo.InvariantCulture),
            Gid = uint.Parse(fields[3], CultureInfo.InvariantCulture),
            ModificationTime = long.Parse(fields[4], CultureInfo.InvariantCulture),
            Attributes = [.. HostXattr.Get(host)],
            LinkTarget = kind == EntryKind.SymbolicLink
                ? System.Text.Encoding.UTF8.GetBytes(new FileInfo(host).LinkTarget!)
                : default(ReadOnlyMemory<byte>),
            Device = new DeviceNumber(Hex(fields[6]), Hex(fields[7])),
            LinkGroup = new LinkGroup("host", (int)long.Parse(fields[8], CultureInfo.InvariantCulture)),
            Content = kind == EntryKind.File ? HostFileContent.Of(host) : Content.Empty,
            Origin = SampleTree.Origin,
        };
        return (entry, int.Parse(fields[5], CultureInfo.InvariantCulture));
    }

    private static uint Hex(string text) => uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
