using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>Trees that have everything SquashFS can hold.</summary>
internal static class SampleTree
{
    /// <summary>2023-11-14.</summary>
    public const long SourceDate = 1_700_000_000;

    public static Origin Origin { get; } = Origin.Generated("test");

    /// <summary>Every kind of entry, every size class, links, duplicates, owners, times and attributes.</summary>
    public static FileTree Everything()
    {
        var builder = new FileTreeBuilder();
        builder.Add(Entry.Directory(UnixPath.Root, Origin, UnixMode.Octal(755)));
        AddFiles(builder);
        AddSpecials(builder);
        AddAttributes(builder);
        for (int i = 0; i < 300; i++)
        {
            builder.Add(Entry.File($"many/{i:D4}{new string('n', i % 90)}", Text(i * 13), Origin));
        }
        return builder.Build();
    }

    /// <summary>A tree of seeded chance, with many small sizes around multiples of 4 KiB.</summary>
    public static FileTree Random(int seed)
    {
        var random = new Random(seed);
        var builder = new FileTreeBuilder();
        List<UnixPath> folders = [UnixPath.Root];
        for (int i = random.Next(1, 120); i > 0; i--)
        {
            UnixPath path = folders[random.Next(folders.Count)]
                / UnixPath.Parse(new string((char)random.Next('!', '.'), random.Next(1, 20)) + i);
            Entry entry = random.Next(8) switch
            {
                0 or 1 => Entry.Directory(path, Origin),
                2 => Entry.SymbolicLink(path, "../" + i, Origin),
                _ => Entry.File(path, Noise(random.Next(), SizeNear(random)), Origin),
            };
            if (entry.Kind == EntryKind.Directory)
            {
                folders.Add(path);
            }
            builder.Add(entry with { Uid = (uint)random.Next(5), ModificationTime = SourceDate - random.Next(1000) });
        }
        return builder.Build();
    }

    /// <summary>Bytes that hardly compress.</summary>
    public static Content Noise(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return Content.Bytes(bytes);
    }

    /// <summary>Bytes that compress well.</summary>
    public static Content Text(int size)
    {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++)
        {
            bytes[i] = (byte)("the quick brown fox "[i % 20] + (i / 977 % 3));
        }
        return Content.Bytes(bytes);
    }

    private static int SizeNear(Random random) =>
        random.Next(4) * 4096 + random.Next(6) switch { 0 => 0, 1 => 1, 2 => 4095, _ => random.Next(4096) };

    private static void AddFiles(FileTreeBuilder builder)
    {
        foreach (int size in (int[])[0, 1, 2, 4095, 4096, 4097, 131071, 131072, 131073, 262144, 300001])
        {
            builder.Add(Entry.File($"sizes/text-{size}", Text(size), Origin));
            builder.Add(Entry.File($"sizes/noise-{size}", Noise(size, size), Origin));
            builder.Add(Entry.File($"sizes/zeros-{size}", Content.Bytes(new byte[size]), Origin));
        }
        var sparse = new byte[1_000_000];
        sparse[0] = sparse[500_000] = sparse[^1] = 7;
        builder.Add(Entry.File("sizes/holes", Content.Bytes(sparse), Origin));
        builder.Add(Entry.File("same/one", Text(200_000), Origin));
        builder.Add(Entry.File("same/two", Text(200_000), Origin, UnixMode.Executable));
        var group = new LinkGroup("test", 1);
        builder.Add(Entry.File("links/a", Text(5000), Origin) with { LinkGroup = group, Uid = 7 });
        builder.Add(Entry.File("links/b", Text(5000), Origin) with { LinkGroup = group, Uid = 7 });
        builder.Add(Entry.File("links/below/c", Text(5000), Origin) with { LinkGroup = group, Uid = 7 });
        builder.Add(Entry.Directory("empty", Origin, UnixMode.Octal(1777)));
        builder.Add(Entry.Directory("a", Origin));
        builder.Add(Entry.File("a/b", Text(3), Origin));
        builder.Add(Entry.File("a-b", Text(4), Origin));
        builder.Add(Entry.File("a.b", Text(5), Origin));
        builder.Add(Entry.File("names/" + new string('x', 255), Text(10), Origin));
        builder.Add(Entry.File("names/grüße 日本", Text(11), Origin));
    }

    private static void AddSpecials(FileTreeBuilder builder)
    {
        builder.Add(Entry.SymbolicLink("link", "a/b", Origin));
        builder.Add(Entry.SymbolicLink("dangling", "/" + new string('t', 4000), Origin) with { Uid = 3, Gid = 4 });
        builder.Add(Special("dev/null", EntryKind.CharacterDevice) with { Device = new DeviceNumber(1, 3) });
        builder.Add(Special("dev/disk", EntryKind.BlockDevice) with { Device = new DeviceNumber(259, 70_000) });
        builder.Add(Special("dev/fifo", EntryKind.Fifo));
        builder.Add(Special("dev/socket", EntryKind.Socket));
        builder.Add(Entry.File("modes/setuid", Text(9), Origin, UnixMode.Octal(4755)));
        builder.Add(Entry.File("modes/none", Text(8), Origin, 0));
        builder.Add(Entry.File("owners/big", Text(7), Origin) with { Uid = 4_000_000_000, Gid = 65_534 });
        builder.Add(Entry.File("times/old", Text(6), Origin) with { ModificationTime = 1_000_000_000 });
        builder.Add(Entry.File("times/late", Text(5), Origin) with { ModificationTime = SourceDate + 1 });
    }

    private static void AddAttributes(FileTreeBuilder builder)
    {
        var capability = new ExtendedAttribute("security.capability",
            Convert.FromHexString("0100000200040000000000000000000000000000"));
        var label = new ExtendedAttribute("user.label", Text(300).ReadAll());
        var mark = new ExtendedAttribute("trusted.mark", "x"u8.ToArray());
        builder.Add(With(Entry.File("attributes/ping", Text(100), Origin, UnixMode.Executable), capability));
        builder.Add(With(Entry.File("attributes/pong", Text(100), Origin, UnixMode.Executable), capability));
        builder.Add(With(Entry.File("attributes/long", Text(101), Origin), capability, label));
        builder.Add(With(Entry.File("attributes/again", Text(102), Origin), mark, label));
        builder.Add(With(Entry.Directory("attributes/folder", Origin), label));
        builder.Add(With(Entry.SymbolicLink("attributes/link", "ping", Origin), mark));
        builder.Add(With(Special("attributes/fifo", EntryKind.Fifo), mark));
        builder.Add(With(Special("attributes/device", EntryKind.CharacterDevice), mark)
            with { Device = new DeviceNumber(1, 5) });
    }

    private static Entry With(Entry entry, params ImmutableArray<ExtendedAttribute> attributes) =>
        entry with { Attributes = attributes };

    private static Entry Special(UnixPath path, EntryKind kind) =>
        new() { Path = path, Kind = kind, Mode = UnixMode.Octal(640), Gid = 6, Origin = Origin };
}
