using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs;
using Avocado.Formats.SquashFs.Based;
using Avocado.Formats.SquashFs.Reuse;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;
using static Avocado.Formats.Tests.SquashFs.TreeChanges;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>An image that is laid out over an earlier one differs from it where the trees do, and nowhere else.</summary>
public sealed class BasedLayoutTests
{
    private static readonly SquashFsOptions s_options =
        Images.Options with { Codec = new ZstdCodec(3), BlockSize = 16 << 10 };

    public static TheoryData<string, int, bool> Layouts => new()
    {
        { "zstd", 16 << 10, false },
        { "zstd", 128 << 10, true },
        { "gzip", 16 << 10, false },
        { "lz4", 64 << 10, true },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_tree_that_did_not_change_gives_the_base_itself(string codec, int blockSize, bool tails)
    {
        SquashFsOptions options = Options(codec, blockSize, tails);
        FileTree tree = SampleTree.Everything();
        byte[] first = Images.Write(tree, options);
        byte[] second = Write(tree, first, options, out SquashFsResult result);
        Assert.Equal(first, second);
        Assert.Equal(0, result.EncodedBytes);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void What_changed_is_as_it_should_be(string codec, int blockSize, bool tails)
    {
        SquashFsOptions options = Options(codec, blockSize, tails);
        byte[] image = Images.Write(SampleTree.Everything(), options);
        for (int release = 1; release <= 6; release++)
        {
            FileTree tree = Changed(SampleTree.Everything(), release);
            image = Write(tree, image, options, out _);
            Assert.Equal(
                Images.Describe(tree),
                Images.Describe(SquashFsReader.Open(new MemoryStream(image), BlockCodecs.All).ToTree(SampleTree.Origin)));
        }
    }

    [Fact]
    public void A_small_file_that_changes_costs_a_few_blocks_of_4_KiB()
    {
        byte[] first = Images.Write(ManyFiles(2000), s_options);
        FileTree tree = With(ManyFiles(2000), Entry.File("d7/f1007", SampleTree.Noise(-1, 500), SampleTree.Origin));
        byte[] second = Write(tree, first, s_options, out SquashFsResult result);
        Assert.InRange(NewBlocks(first, second), 1, 8);
        Assert.InRange(result.Kept.Sum(range => range.Length), first.Length * 8 / 10, first.Length);
        Assert.True(NewBlocks(first, Images.Write(tree, s_options)) > 100);
    }

    [Fact]
    public void Files_that_come_and_go_move_no_others()
    {
        byte[] first = Images.Write(ManyFiles(2000), s_options);
        FileTree tree = With(
            Without(ManyFiles(2000), "d3/f0003", "d4/f1994"),
            Entry.File("d3/a new one", SampleTree.Noise(-1, 3000), SampleTree.Origin),
            Entry.File("d5/another", SampleTree.Noise(-2, 100_000), SampleTree.Origin),
            Entry.SymbolicLink("d6/link", "elsewhere", SampleTree.Origin));
        byte[] second = Write(tree, first, s_options, out _);
        // 26 blocks for 103 000 bytes that do not compress.
        Assert.InRange(NewBlocks(first, second), 26, 26 + 16);
    }

    [Fact]
    public void Nothing_of_a_file_that_is_gone_is_left()
    {
        Content secret = SampleTree.Noise(77, 100_000);
        byte[] first = Images.Write(
            With(ManyFiles(300), Entry.File("d1/secret", secret, SampleTree.Origin)), s_options);
        ReadOnlySpan<byte> mark = secret.ReadAll().AsSpan(40_000, 64);
        Assert.True(first.AsSpan().IndexOf(mark) > 0);
        byte[] second = Write(ManyFiles(300), first, s_options, out _);
        Assert.Equal(-1, second.AsSpan().IndexOf(mark));
    }

    [Fact]
    public void Nothing_of_a_small_file_that_is_gone_or_changed_is_left()
    {
        Content secret = SampleTree.Noise(7007, 300);
        foreach (FileTree tree in (FileTree[])
            [ManyFiles(300), With(ManyFiles(300), Entry.File("d1/secret", Content.Text("-"), SampleTree.Origin))])
        {
            byte[] first = Images.Write(
                With(ManyFiles(300), Entry.File("d1/secret", secret, SampleTree.Origin)), s_options);
            ReadOnlySpan<byte> mark = secret.ReadAll().AsSpan(100, 64);
            Assert.True(first.AsSpan().IndexOf(mark) > 0);
            Assert.Equal(-1, Write(tree, first, s_options, out _).AsSpan().IndexOf(mark));
        }
    }

    [Fact]
    public void Freed_room_is_used_again()
    {
        byte[] image = Images.Write(Release(0), s_options);
        long first = image.Length;
        for (int release = 1; release <= 20; release++)
        {
            image = Write(Release(release), image, s_options, out _);
            Assert.InRange(image.Length, 1, first + 250_000);
        }

        static FileTree Release(int number) => With(
            ManyFiles(300), Entry.File("d1/library", SampleTree.Noise(number, 200_000 - number), SampleTree.Origin));
    }

    [Fact]
    public void What_did_not_change_in_a_stored_file_is_found_again_wherever_it_lies()
    {
        SquashFsOptions options = s_options with { StoreFiles = true };
        byte[] disk = SampleTree.Noise(5000, 900_000).ReadAll();
        byte[] first = Images.Write(Store(disk), options);
        Assert.Equal(disk, first.AsSpan(first.AsSpan().IndexOf(disk.AsSpan(0, 64)), disk.Length).ToArray());
        // Longer than its place: it moves, and with it all that is the same.
        byte[] longer = [.. disk, .. SampleTree.Noise(6000, 8192).ReadAll()];
        longer[100_000] ^= 1;
        byte[] second = Write(Store(longer), first, options, out _);
        Assert.InRange(NewBlocks(first, second), 3, 12);
        Assert.Equal(Images.Describe(Store(longer)), Images.Describe(Images.Open(second).ToTree(SampleTree.Origin)));
        // Back in the place that the first one left.
        byte[] third = Write(Store(disk), second, options, out _);
        Assert.InRange(NewBlocks(first, third), 0, 8);

        static FileTree Store(byte[] disk) => With(
            ManyFiles(20),
            Entry.File("extensions/a.raw", Content.Bytes(disk), SampleTree.Origin),
            Entry.File("extensions/b.raw", SampleTree.Noise(8000, 50_000), SampleTree.Origin));
    }

    [Fact]
    public void Threads_and_blocks_of_earlier_builds_decide_nothing()
    {
        using var folder = new TemporaryFolder();
        SquashFsOptions options = s_options with { IndexBlocks = true };
        byte[] first = Images.Write(SampleTree.Everything(), options);
        FileTree tree = Changed(SampleTree.Everything(), 3);
        byte[] expected = Write(tree, first, options with { Threads = 1 }, out SquashFsResult built);
        Assert.Equal(expected, Write(tree, first, options with { Threads = 5 }, out _));
        using KnownBlocks known = KnownBlocks.TryOpen(built.Blocks!, folder.Write("earlier", expected))!;
        Assert.Equal(expected, Write(tree, first, options with { Known = known }, out SquashFsResult again));
        Assert.True(built.EncodedBytes > 0);
        Assert.True(again.EncodedBytes < built.EncodedBytes);
        Assert.Equal(built.Kept, again.Kept);
    }

    [Fact]
    public void Digests_of_a_base_are_learnt_once()
    {
        using var folder = new TemporaryFolder();
        byte[] image = Images.Write(SampleTree.Everything(), s_options);
        BaseFileSystem learnt = Open(image);
        learnt.Digests.Save(folder["digests"]);
        BaseDigests read = BaseDigests.TryLoad(folder["digests"])!;
        FileTree tree = Changed(SampleTree.Everything(), 1);
        BaseFileSystem known = BaseFileSystem.Open(new MemoryStream(image), read, 2, CancellationToken.None);
        Assert.Equal(
            Images.Write(tree, s_options with { Base = learnt }), Images.Write(tree, s_options with { Base = known }));
        Assert.Null(BaseDigests.TryLoad(folder["none"]));
        byte[] bytes = File.ReadAllBytes(folder["digests"]);
        var random = new Random(5);
        for (int i = 0; i < 100; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            string path = folder.Write("damaged", i % 2 == 0 ? damaged : bytes.AsSpan(0, random.Next(bytes.Length)));
            Assert.Throws<DamagedFormatException>(() => BaseDigests.TryLoad(path));
        }
    }

    [Fact]
    public void A_base_that_is_encoded_otherwise_is_refused()
    {
        byte[] image = Images.Write(SampleTree.Random(1), s_options);
        foreach (SquashFsOptions other in (SquashFsOptions[])
            [s_options with { BlockSize = 32 << 10 }, s_options with { Codec = new ZlibCodec() }])
        {
            var error = Assert.Throws<AvocadoException>(() => Write(SampleTree.Random(1), image, other, out _));
            Assert.Equal(Codes.BaseDiffers.Id, error.Code.Id);
        }
        // Another level is no other encoding: what is there is read like what is new.
        FileTree tree = Changed(SampleTree.Random(1), 1);
        byte[] second = Write(tree, image, s_options with { Codec = new ZstdCodec(15) }, out _);
        Assert.Equal(Images.Describe(tree), Images.Describe(Images.Open(second).ToTree(SampleTree.Origin)));
    }

    [ToolFact("mksquashfs")]
    public void A_base_of_mksquashfs_is_as_good_as_ours()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < 300; i++)
        {
            folder.Write($"tree/d{i % 7}/f{i}", SampleTree.Noise(i, 100 + (i * 37)).ReadAll());
        }
        ForeignTool.Run("mksquashfs", folder["tree"], folder["image"], "-noappend", "-no-progress", "-quiet",
            "-comp", "zstd", "-b", "16K", "-no-tailends", "-all-root");
        byte[] first = File.ReadAllBytes(folder["image"]);
        FileTree tree = With(
            Images.Open(first).ToTree(SampleTree.Origin),
            Entry.File("d3/f3", SampleTree.Noise(-1, 500), SampleTree.Origin));
        byte[] second = Write(tree, first, s_options with { Codec = new ZstdCodec(15) }, out _);
        Assert.InRange(NewBlocks(first, second), 1, 10);
        Assert.Equal(Images.Describe(tree), Images.Describe(Images.Open(second).ToTree(SampleTree.Origin)));
    }

    [RootToolTheory("unsquashfs", "stat")]
    [MemberData(nameof(Layouts))]
    public void Unsquashfs_extracts_every_entry_as_it_was(string codec, int blockSize, bool tails)
    {
        using var folder = new TemporaryFolder();
        SquashFsOptions options = Options(codec, blockSize, tails);
        byte[] image = Images.Write(SampleTree.Everything(), options);
        for (int release = 1; release <= 3; release++)
        {
            FileTree tree = Changed(SampleTree.Everything(), release);
            image = Write(tree, image, options, out _);
            string file = folder.Write("image", image);
            ForeignTool.Run("unsquashfs", "-q", "-n", "-d", folder[$"out{release}"], file);
            Assert.Equal(Images.Describe(tree), HostFolder.Describe(folder[$"out{release}"]));
        }
    }

    [KernelFact]
    public void The_kernel_shows_every_entry_as_it_was()
    {
        foreach (object[] layout in Layouts)
        {
            SquashFsOptions options = Options((string)layout[0], (int)layout[1], (bool)layout[2]);
            FileTree tree = Changed(SampleTree.Everything(), 2);
            byte[] first = Images.Write(SampleTree.Everything(), options);
            using var mount = new KernelMount(Write(tree, first, options, out _));
            Assert.Equal(Images.Describe(tree), HostFolder.Describe(mount.Path));
        }
    }

    [Fact]
    public void A_damaged_base_is_an_error_or_makes_no_difference()
    {
        SquashFsOptions options = s_options with { BlockSize = 4 << 10, Threads = 1 };
        byte[] image = Images.Write(SampleTree.Random(4), options);
        BaseDigests digests = Open(image).Digests;
        FileTree tree = Changed(SampleTree.Random(4), 1);
        var random = new Random(9);
        for (int i = 0; i < 300; i++)
        {
            var damaged = (byte[])image.Clone();
            int at = i % 3 == 0 ? random.Next(SquashFsHeader.Size) : random.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            try
            {
                using var stream = new MemoryStream(damaged);
                // The digests say what the files were: damage to the tables has to be met elsewhere.
                var earlier = BaseFileSystem.Open(stream, i % 2 == 0 ? digests : null, 1, CancellationToken.None);
                Images.Write(tree, options with { Base = earlier });
            }
            catch (AvocadoException error)
            {
                Assert.StartsWith("AVO02", error.Code.Id, StringComparison.Ordinal);
            }
        }
    }

    private static SquashFsOptions Options(string codec, int blockSize, bool tails) => Images.Options with
    {
        Codec = codec switch { "gzip" => new ZlibCodec(6), "lz4" => new Lz4Codec(), _ => new ZstdCodec(3) },
        BlockSize = blockSize,
        TailPacking = tails,
    };

    private static BaseFileSystem Open(byte[] image) =>
        BaseFileSystem.Open(new MemoryStream(image), null, 2, CancellationToken.None);

    private static byte[] Write(FileTree tree, byte[] earlier, SquashFsOptions options, out SquashFsResult result) =>
        Images.Write(tree, options with { Base = Open(earlier) }, out result);

    /// <summary>How many blocks of 4 KiB an image has that its predecessor has nowhere.</summary>
    private static int NewBlocks(byte[] earlier, byte[] image)
    {
        HashSet<Sha256Digest> known = [.. Blocks(earlier)];
        // Equal ones, such as the zeros of a hole, are sent once.
        return Blocks(image).Distinct().Count(block => !known.Contains(block));

        static IEnumerable<Sha256Digest> Blocks(byte[] bytes)
        {
            for (int at = 0; at < bytes.Length; at += 4096)
            {
                yield return Sha256Digest.Of(bytes.AsSpan(at, Math.Min(4096, bytes.Length - at)));
            }
        }
    }
}
