using System.Text;
using Avocado.Cli.Diff;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Inspect.Trees;
using Avocado.Cli.Tests.Inspect;
using Avocado.Files;
using Avocado.Files.Serialization;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Diff;

/// <summary>Two file systems: every kind of change is found at its path, and nothing else.</summary>
public sealed class DiffFileSystemTests : IDisposable
{
    private static readonly Origin Made = Origin.Generated("test");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_same_bytes_are_identical_whatever_they_are()
    {
        DiffReport report = Compare([1, 2, 3], [1, 2, 3]);
        Assert.True(report.Identical);
        Assert.Null(report.FirstDifference);
        Assert.Empty(report.Parts);
    }

    [Fact]
    public void Every_kind_of_change_is_found_at_its_path_and_nothing_else()
    {
        Entry file = Entry.File("f/same", Content.Text("same"), Made);
        Entry[] olds =
        [
            file,
            file with { Path = "f/content", Content = Content.Text("old!") },
            file with { Path = "f/size", Content = Content.Text("short") },
            file with { Path = "f/mode" },
            file with { Path = "f/owner" },
            file with { Path = "f/xattr", Attributes = [new ExtendedAttribute("user.a", new byte[] { 1 })] },
            file with { Path = "f/removed" },
            Entry.SymbolicLink("f/link", "one", Made),
            Entry.SymbolicLink("f/kind", "one", Made),
        ];
        Entry[] news =
        [
            file,
            file with { Path = "f/content", Content = Content.Text("new!") },
            file with { Path = "f/size", Content = Content.Text("much longer") },
            file with { Path = "f/mode", Mode = UnixMode.Octal(4755) },
            file with { Path = "f/owner", Uid = 7, Gid = 8 },
            file with { Path = "f/xattr", Attributes = [new ExtendedAttribute("user.b", new byte[] { 1 })] },
            file with { Path = "f/added", Mode = UnixMode.Octal(600) },
            Entry.SymbolicLink("f/link", "two", Made),
            Entry.Directory("f/kind", Made),
        ];
        PartDiff part = Assert.Single(Compare(Image(olds), Image(news)).Parts);
        Assert.Equal(PartKind.FileSystem, part.Kind);
        Assert.Empty(part.Fields);
        Assert.Equal(
            [
                "/f/added Added: mode >0600",
                $"/f/content Changed: content {Digest("old!")}>{Digest("new!")}",
                "/f/kind Changed: kind symbolicLink>directory, mode 0777>0755, target one>",
                "/f/link Changed: target one>two",
                "/f/mode Changed: mode 0644>4755",
                "/f/owner Changed: owner 0:0>7:8",
                "/f/removed Removed: mode 0644>",
                $"/f/size Changed: content {Digest("short")}>{Digest("much longer")}",
                "/f/xattr Changed: xattr user.a 0x01>, xattr user.b >0x01",
            ],
            part.Files.Select(Describe));
        ItemDiff size = part.Files.Single(f => f.Name == "/f/size");
        Assert.Equal((5, 11), (size.OldSize, size.NewSize));
    }

    [Fact]
    public void Folders_and_longer_names_that_sort_between_them_are_told_apart()
    {
        static Entry[] Tree(params string[] paths) =>
            [.. paths.Select(p => Entry.File(UnixPath.Parse(p), Content.Text("x"), Made))];
        DiffReport report = Compare(Image(Tree("a/b", "a-b", "a.c/d", "ab")), Image(Tree("a/c", "a-b", "a.c/d", "ab")));
        Assert.Equal(["/a/b Removed", "/a/c Added"], Assert.Single(report.Parts).Files.Select(f => $"{f.Name} {f.Change}"));
    }

    [Fact]
    public void Random_trees_differ_exactly_where_they_were_changed()
    {
        var random = new Random(11);
        for (int round = 0; round < 10; round++)
        {
            var olds = new Dictionary<string, string>();
            for (int i = 0; i < 200; i++)
            {
                olds[string.Join('/', Enumerable.Range(0, random.Next(1, 4))
                    .Select(level => $"d{level}{"-./ab"[random.Next(2)]}{random.Next(6)}")) + "/f" + random.Next(9)] = "x";
            }
            var news = new Dictionary<string, string>(olds);
            var expected = new SortedSet<string>(StringComparer.Ordinal);
            foreach (string path in olds.Keys.OrderBy(_ => random.Next()).Take(30))
            {
                expected.Add("/" + path);
                if (random.Next(2) == 0)
                {
                    news[path] = "y";
                }
                else
                {
                    news[path] = "longer";
                }
            }
            DiffReport report = Compare(Image(Entries(olds)), Image(Entries(news)));
            Assert.Equal(expected, Assert.Single(report.Parts).Files.Select(f => f.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_hard_link_is_compared_under_each_of_its_names()
    {
        FileTree old = SampleImages.Root();
        var changed = new FileTreeBuilder();
        foreach (Entry entry in old.Entries.Where(e => !e.Path.IsRoot))
        {
            changed.Add(entry.LinkGroup is null ? entry : entry with { Content = Content.Text("other") });
        }
        DiffReport report = Compare(SampleImages.SquashFs(old), SampleImages.SquashFs(changed.Build()));
        Assert.Equal(["/usr/bin/a", "/usr/bin/b"], Assert.Single(report.Parts).Files.Select(f => f.Name));
    }

    [Fact]
    public void The_same_files_stored_differently_have_no_file_that_differs()
    {
        FileTree tree = SampleImages.Root();
        using var stream = new MemoryStream();
        SquashFsWriter.Write(tree, stream, new SquashFsOptions
        {
            Codec = new Lz4Codec(1), SourceDate = SampleImages.SourceDate, Threads = 1, BlockSize = 64 << 10,
        });
        DiffReport report = Compare(SampleImages.SquashFs(tree), stream.ToArray());
        Assert.False(report.Identical);
        PartDiff part = Assert.Single(report.Parts);
        Assert.Empty(part.Files);
        Assert.Contains(new FieldDiff("compressor", "gzip", "lz4"), part.Fields);
        Assert.Contains(new FieldDiff("blockSize", $"{SquashFsOptions.DefaultBlockSize}", "65536"), part.Fields);
    }

    [Fact]
    public void The_system_s_version_is_told()
    {
        static Entry Release(string version) =>
            Entry.File("usr/lib/os-release", Content.Text($"ID=x\nVERSION_ID={version}\n"), Made);
        PartDiff part = Assert.Single(Compare(Image([Release("1")]), Image([Release("2")])).Parts);
        Assert.Equal(new FieldDiff("VERSION_ID", "1", "2"), Assert.Single(part.Fields));
    }

    [Fact]
    public void Packages_of_dpkg_s_database_are_compared()
    {
        const string old = """
            Package: gone
            Status: install ok installed
            Version: 1

            Package: kept
            Status: install ok installed
            Version: 1.0-1

            Package: removed-before
            Status: deinstall ok config-files
            Version: 9

            """;
        string @new = old.Replace("Package: gone", "Package: added", StringComparison.Ordinal)
            .Replace("1.0-1", "1.0-2", StringComparison.Ordinal);
        PartDiff part = Assert.Single(Compare(
            Image([Entry.File("var/lib/dpkg/status", Content.Text(old), Made)]),
            Image([Entry.File("var/lib/dpkg/status", Content.Text(@new), Made)])).Parts);
        Assert.Equal(
            ["added Added: version >1", "gone Removed: version 1>", "kept Changed: version 1.0-1>1.0-2"],
            part.Packages.Select(Describe));
    }

    [Fact]
    public void Packages_of_our_builds_come_from_their_tree_files()
    {
        FileTree old = SampleImages.Root();
        var upgraded = new FileTreeBuilder();
        foreach (Entry entry in old.Entries.Where(e => !e.Path.IsRoot))
        {
            upgraded.Add(entry.Origin.Name == "other"
                ? entry with
                {
                    Origin = new Origin(OriginKind.Package, "other", "2.0-2"),
                    Content = entry.Kind == EntryKind.File ? Content.Text("upgraded") : entry.Content,
                }
                : entry);
        }
        FileTree @new = upgraded.Build();
        new FileTreeFile(old).Save(_folder["old.tree"]);
        new FileTreeFile(@new).Save(_folder["new.tree"]);
        byte[] oldImage = SampleImages.SquashFs(old);
        byte[] newImage = SampleImages.SquashFs(@new);
        TreeCatalog trees = TreeCatalog.Load([_folder["old.tree"], _folder["new.tree"]]);
        DiffReport report = Compare(oldImage, newImage, new DiffOptions { Trees = trees });
        Assert.Equal(["other Changed: version 2.0-1>2.0-2"], Assert.Single(report.Parts).Packages.Select(Describe));
        Assert.Empty(report.Notes);
        Assert.Contains(Compare(oldImage, newImage).Notes,
            n => n.Message.Contains("--tree", StringComparison.Ordinal));
    }

    [ToolTheory("mksquashfs")]
    [InlineData("gzip")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public void Images_of_mksquashfs_are_compared(string compressor)
    {
        _folder.Write("tree/usr/bin/tool", SampleImages.Noise(300_000));
        _folder.Write("tree/etc/hosts", "127.0.0.1\n"u8);
        string old = Mksquashfs("old.raw", compressor);
        _folder.Write("tree/etc/hosts", "127.0.0.2\n"u8);
        _folder.Write("tree/etc/more", "more\n"u8);
        string @new = Mksquashfs("new.raw", compressor);
        DiffReport report = ImageDiffer.Compare(old, @new, new DiffOptions(), CancellationToken.None);
        Assert.Equal(ImageKind.FileSystem, report.Kind);
        Assert.Equal(["/etc/hosts Changed", "/etc/more Added"],
            Assert.Single(report.Parts).Files.Select(f => $"{f.Name} {f.Change}"));
    }

    [ToolFact("mksquashfs")]
    public void A_compressor_that_is_not_read_is_noted_and_still_a_difference()
    {
        _folder.Write("tree/file", "1"u8);
        string old = Mksquashfs("old.raw", "lzo");
        _folder.Write("tree/file", "2"u8);
        DiffReport report = ImageDiffer.Compare(
            old, Mksquashfs("new.raw", "lzo"), new DiffOptions(), CancellationToken.None);
        Assert.False(report.Identical);
        Assert.Contains(report.Notes, n => n.Message.Contains("lzo", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    internal static string Describe(ItemDiff item) =>
        $"{item.Name} {item.Change}: {string.Join(", ", item.Fields.Select(f => $"{f.Name} {f.Old}>{f.New}"))}";

    private DiffReport Compare(byte[] old, byte[] @new, DiffOptions? options = null) => ImageDiffer.Compare(
        _folder.Write("old", old), _folder.Write("new", @new), options ?? new DiffOptions(), CancellationToken.None);

    private string Mksquashfs(string name, string compressor)
    {
        ForeignTool.Run("mksquashfs", _folder["tree"], _folder[name], "-comp", compressor, "-quiet", "-no-progress",
            "-noappend", "-all-time", "5", "-mkfs-time", "5", "-all-root");
        return _folder[name];
    }

    private static IEnumerable<Entry> Entries(Dictionary<string, string> files) =>
        files.Select(f => Entry.File(UnixPath.Parse(f.Key), Content.Text(f.Value), Made));

    private static byte[] Image(IEnumerable<Entry> entries)
    {
        var tree = new FileTreeBuilder();
        foreach (Entry entry in entries)
        {
            tree.Add(entry);
        }
        return SampleImages.SquashFs(tree.Build());
    }

    private static string Digest(string text) => Sha256Digest.Of(Encoding.UTF8.GetBytes(text)).ToString();
}
