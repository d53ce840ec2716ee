using Avocado.Files;

namespace Avocado.Formats.Tests.Cpio;

/// <summary>A tree with an entry of every kind.</summary>
internal static class CpioTestTree
{
    public const long SourceDate = 1700000000;

    private static readonly Origin Origin = Origin.Generated("test");

    public static FileTree Build(bool reverse = false)
    {
        Entry[] entries =
        [
            Entry.Directory("dev", Origin),
            Node("dev/console", EntryKind.CharacterDevice, new DeviceNumber(5, 1)),
            Node("dev/vda", EntryKind.BlockDevice, new DeviceNumber(254, 300)),
            Node("run/fifo", EntryKind.Fifo, default),
            Entry.SymbolicLink("init", "usr/lib/systemd/systemd", Origin),
            File("usr/lib/systemd/systemd", 100_001) with { Mode = UnixMode.Executable },
            File("usr/bin/su", 3) with { Mode = UnixMode.Octal(4755), Uid = 65534, Gid = 42 },
            File("etc/machine-id", 0) with { ModificationTime = 86400 },
            File("etc/newer", 2) with { ModificationTime = SourceDate + 5 },
            File("etc/ä€ name with spaces", 1),
            Linked("usr/a", 1),
            Linked("usr/b", 1),
            Linked("zzz/c", 1),
            Linked("usr/alone", 2),
            Entry.Directory("tmp", Origin, UnixMode.Octal(1777)),
        ];
        var builder = new FileTreeBuilder();
        foreach (Entry entry in reverse ? entries.Reverse() : entries)
        {
            builder.Add(entry);
        }
        return builder.Build();
    }

    public static Entry File(string path, int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return Entry.File(path, Content.Bytes(bytes), Origin);
    }

    private static Entry Linked(string path, int group) =>
        File(path, 1000 + group) with { LinkGroup = new LinkGroup("test", group) };

    private static Entry Node(string path, EntryKind kind, DeviceNumber device) =>
        new() { Path = path, Kind = kind, Mode = UnixMode.Private, Device = device, Origin = Origin };
}
