using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Gpt;
using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs;
using Avocado.Images.Base;
using Avocado.Images.Model;
using Avocado.Testing;

namespace Avocado.Images.Tests.Base;

/// <summary>A base that is no earlier release of the project, is damaged, or was made to harm.</summary>
public sealed class ForeignBaseTests : IDisposable
{
    private const string Label = "gateway_1.0.0";
    private static readonly DiscoverableTypes s_root = PartitionTypes.X64.Root;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_no_disk_is_refused()
    {
        foreach (byte[] bytes in (byte[][])[[1], Encoding.UTF8.GetBytes(new string('x', 5000)), new byte[1 << 20]])
        {
            Refused("", _folder.Write("file.img", bytes));
        }
    }

    [Fact]
    public void A_release_of_another_product_board_or_geometry_is_refused_by_what_differs()
    {
        RefusedAfter("'gateway', <ImageId> is 'robot'", p => p with { ImageId = "robot" });
        RefusedAfter("'x86_64-uefi', the board is 'x86_64-other'",
            p => p with { Board = p.Board with { Name = "x86_64-other" } });
        RefusedAfter("it is for x86-64, the board for arm64",
            p => p with { Board = p.Board with { Architecture = Architecture.Arm64 } });
        RefusedAfter("<RootSize>", p => p with { Sizes = p.Sizes with { Root = p.Sizes.Root * 2 } });
    }

    [Fact]
    public void A_disk_without_the_partitions_of_a_release_is_refused()
    {
        RefusedDisk("no root file system", Generic("factory", "factory"));
        RefusedDisk("for arm64", Partition(PartitionTypes.Arm64.Root.Data, Label, []));
        RefusedDisk("first slot is empty", Partition(s_root.Data, "_empty", []), Partition(s_root.Data, Label, []));
        RefusedDisk("no store", Partition(s_root.Data, Label, []), Generic("a", Label));
        RefusedDisk("no store",
            Partition(s_root.Data, Label, []), Generic("a", Label), Generic("b", Label), Generic("c", Label));
        RefusedDisk("0 root hash tree", Partition(s_root.Data, Label, []), Generic("a", Label), Generic("b", Label));
        RefusedDisk("0 factory", Slot(new byte[4096]));
        RefusedDisk("2 factory", [.. Slot(new byte[4096]), Generic("x", "factory"), Generic("y", "factory")]);
        RefusedDisk("SquashFS", [.. Slot(new byte[4096]), Generic("x", "factory")]);
    }

    [Theory]
    [InlineData(null, "no runtime.json")]
    [InlineData("", "no runtime.json")]
    [InlineData("{", "damaged")]
    [InlineData("null", "damaged")]
    [InlineData("[]", "damaged")]
    [InlineData("{\"formatVersion\": 1}", "damaged")]
    public void A_store_that_says_nothing_of_its_release_is_refused(string? runtime, string why) =>
        RefusedDisk(why, Release(runtime is null ? null : Content.Text(runtime)));

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "newer SDK")]
    [InlineData("\"gateway\"", "null", "''")]
    [InlineData("\"gateway\"", "\"\\u001b[2J\\u202egateway\"", "'?[2J?gateway'")]
    public void A_release_that_says_something_else_is_refused_and_cannot_write_to_the_terminal(
        string old, string other, string why)
    {
        SampleRelease.Build(SampleRelease.Project(), _folder["good"]);
        string text = RuntimeOf(_folder["good"]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        RefusedDisk(why, Release(Content.Text(text.Replace(old, other, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_manifest_that_would_fill_the_memory_is_refused() =>
        RefusedDisk("no runtime.json", Release(Content.Bytes(new byte[5 << 20])));

    [Fact]
    public void An_extension_that_would_fill_the_disk_is_refused_and_leaves_nothing()
    {
        SampleRelease.Build(SampleRelease.Project(), _folder["good"]);
        Content runtime = Content.Text(RuntimeOf(_folder["good"]));
        string disk = WriteDisk(Release(runtime, ("extensions/app.raw", Content.Bytes(new byte[40 << 20]))));
        using BaseRelease release = Open(disk);
        AvocadoException error = Assert.Throws<AvocadoException>(() => release.Find("extension/app")!.Open(2, default));
        Assert.Equal(Codes.BaseImageUnusable, error.Code);
        Assert.Empty(Directory.GetFiles(_folder["work"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void An_extension_that_is_a_folder_or_no_image_is_not_taken()
    {
        SampleRelease.Build(SampleRelease.Project(), _folder["good"]);
        Content runtime = Content.Text(RuntimeOf(_folder["good"]));
        string disk = WriteDisk(Release(
            runtime,
            ("extensions/app.raw/file", Content.Text("x")),
            ("extensions/tools.raw", Content.Text("no image"))));
        using BaseRelease release = Open(disk);
        Assert.Null(release.Find("extension/app"));
        Assert.Equal(Codes.BaseImageUnusable,
            Assert.Throws<AvocadoException>(() => release.Find("extension/tools")!.Open(2, default)).Code);
    }

    private static string RuntimeOf(string folder)
    {
        using FileStream store = File.OpenRead(Path.Combine(folder, "work", "store.squashfs"));
        SquashFsReader reader = SquashFsReader.Open(store, Formats.Compression.BlockCodecs.All);
        using var text = new StreamReader(reader.OpenFile(reader.Find(UnixPath.Parse("runtime.json"))!));
        return text.ReadToEnd();
    }

    private static PlannedPartition[] Release(Content? runtime, params (string Path, Content Content)[] files)
    {
        var origin = Origin.Generated("test");
        var store = new FileTreeBuilder();
        foreach ((string path, Content content) in files)
        {
            store.Add(Entry.File(path, content, origin));
        }
        if (runtime is not null)
        {
            store.Add(Entry.File("runtime.json", runtime, origin));
        }
        return
        [
            .. Slot(SquashFs(store.Build())),
            Partition(PartitionTypes.Generic, "factory", SquashFs(new FileTreeBuilder().Build())),
        ];
    }

    private static byte[] SquashFs(FileTree tree)
    {
        using var image = new MemoryStream();
        var options = new SquashFsOptions { Codec = new Formats.Compression.ZstdCodec(), SourceDate = 0 };
        SquashFsWriter.Write(tree, image, options, null, default);
        return image.ToArray();
    }

    private static PlannedPartition[] Slot(byte[] store) =>
    [
        Partition(s_root.Data, Label, []), Partition(s_root.Verity, Label, []),
        Partition(PartitionTypes.Generic, Label, store), Generic("b", Label),
    ];

    private static PlannedPartition Generic(string text, string label) =>
        Partition(PartitionTypes.Generic, label, Encoding.UTF8.GetBytes(text));

    private static PlannedPartition Partition(Guid type, string label, byte[] content) => new()
    {
        Type = type,
        Id = Guid.NewGuid(),
        Name = label,
        Size = Math.Max(4096, content.Length),
        Content = new BytesSegment(content),
    };

    private string WriteDisk(params PlannedPartition[] partitions)
    {
        string path = _folder["foreign.img"];
        using FileStream file = File.Create(path);
        var output = new StreamOutput(file);
        GptLayout.Create(new GptOptions { DiskId = Guid.NewGuid() }, partitions).WriteTo(output, default);
        output.Complete();
        return path;
    }

    private BaseRelease Open(string disk, Func<ImageProject, ImageProject>? change = null)
    {
        Directory.CreateDirectory(_folder["work"]);
        return BaseRelease.Open(
            SampleRelease.Project(p => (change?.Invoke(p) ?? p) with { BaseImage = SampleRelease.BaseOf(disk) }),
            _folder["work"], 2);
    }

    private void RefusedDisk(string why, params PlannedPartition[] partitions) => Refused(why, WriteDisk(partitions));

    private void RefusedAfter(string why, Func<ImageProject, ImageProject> change) =>
        Refused(why, SampleRelease.Build(SampleRelease.Project(), _folder["good"]).Disk, change);

    private void Refused(string why, string disk, Func<ImageProject, ImageProject>? change = null)
    {
        AvocadoException error = Assert.ThrowsAny<AvocadoException>(() => Open(disk, change).Dispose());
        Assert.Equal(Codes.BaseImageUnusable, error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains(disk, error.Message, StringComparison.Ordinal);
        Assert.Equal(4, error.Location!.Line);
    }
}
