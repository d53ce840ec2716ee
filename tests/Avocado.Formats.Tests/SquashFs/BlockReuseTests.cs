using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs;
using Avocado.Formats.SquashFs.Reuse;
using Avocado.Testing;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>An image takes over the blocks of an earlier one, and its bytes never show it.</summary>
public sealed class BlockReuseTests : IDisposable
{
    private static readonly SquashFsOptions s_options =
        Images.Options with { Codec = new ZlibCodec(1), IndexBlocks = true };

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(4 << 10, false)]
    [InlineData(128 << 10, false)]
    [InlineData(128 << 10, true)]
    public void Nothing_is_compressed_again_when_nothing_changed(int blockSize, bool tailPacking)
    {
        SquashFsOptions options = s_options with { BlockSize = blockSize, TailPacking = tailPacking };
        FileTree tree = SampleTree.Everything();
        byte[] first = Images.Write(tree, options, out SquashFsResult written);
        using KnownBlocks known = Open(first, written.Blocks!);
        byte[] second = Images.Write(tree, options with { Known = known }, out SquashFsResult again);
        Assert.Equal(first, second);
        Assert.True(tailPacking ? again.EncodedBytes < written.EncodedBytes : again.EncodedBytes == 0);
    }

    [Fact]
    public void A_changed_file_costs_its_own_blocks_and_its_group_of_fragments()
    {
        SquashFsOptions options = s_options with { BlockSize = 64 << 10 };
        FileTree before = ManyFiles(changed: -1);
        FileTree after = ManyFiles(changed: 1500);
        byte[] first = Images.Write(before, options, out SquashFsResult written);
        using KnownBlocks known = Open(first, written.Blocks!);
        byte[] full = Images.Write(after, options);
        byte[] second = Images.Write(after, options with { Known = known }, out SquashFsResult again);
        Assert.Equal(full, second);
        Assert.InRange(again.EncodedBytes, 1, written.EncodedBytes / 3);
    }

    [Fact]
    public void Contents_that_are_not_known_are_read_and_the_bytes_are_the_same()
    {
        FileTree tree = SampleTree.Everything();
        byte[] first = Images.Write(tree, s_options, out SquashFsResult written);
        using KnownBlocks known = Open(first, written.Blocks!);
        byte[] second = Images.Write(WithoutDigests(tree), s_options with { Known = known }, out SquashFsResult again);
        Assert.Equal(first, second);
        Assert.True(again.EncodedBytes > 0);
    }

    [Fact]
    public void Blocks_that_were_damaged_on_disk_are_made_again()
    {
        FileTree tree = SampleTree.Everything();
        byte[] first = Images.Write(tree, s_options, out SquashFsResult written);
        var damaged = (byte[])first.Clone();
        for (int i = SquashFsHeader.Size; i < damaged.Length; i += 1999)
        {
            damaged[i] ^= 0x10;
        }
        using KnownBlocks known = Open(damaged, written.Blocks!);
        Assert.Equal(first, Images.Write(tree, s_options with { Known = known }, out SquashFsResult again));
        Assert.True(again.EncodedBytes > 0);
    }

    [Fact]
    public void Blocks_of_another_level_or_size_are_not_taken_over()
    {
        FileTree tree = SampleTree.Everything();
        byte[] first = Images.Write(tree, s_options, out SquashFsResult written);
        using KnownBlocks known = Open(first, written.Blocks!);
        foreach (SquashFsOptions options in (SquashFsOptions[])
            [s_options with { Codec = new ZlibCodec(9) }, s_options with { BlockSize = 64 << 10 }])
        {
            byte[] expected = Images.Write(tree, options, out SquashFsResult full);
            Assert.Equal(expected, Images.Write(tree, options with { Known = known }, out SquashFsResult again));
            Assert.Equal(full.EncodedBytes, again.EncodedBytes);
        }
    }

    [Fact]
    public void An_image_of_another_length_does_not_belong_to_the_index()
    {
        byte[] image = Images.Write(SampleTree.Everything(), s_options, out SquashFsResult written);
        Assert.Null(KnownBlocks.TryOpen(written.Blocks!, _folder.Write("short", image.AsSpan(1))));
        Assert.Null(KnownBlocks.TryOpen(written.Blocks!, _folder["none"]));
    }

    [Fact]
    public void An_index_is_read_as_it_was_written_and_equal_ones_have_equal_files()
    {
        FileTree tree = SampleTree.Everything();
        Images.Write(tree, s_options with { Threads = 1 }, out SquashFsResult one);
        Images.Write(tree, s_options with { Threads = 5 }, out SquashFsResult other);
        BlockIndexFile.Save(one.Blocks!, _folder["one"]);
        BlockIndexFile.Save(other.Blocks!, _folder["other"]);
        Assert.Equal(File.ReadAllBytes(_folder["one"]), File.ReadAllBytes(_folder["other"]));
        BlockIndex read = BlockIndexFile.TryLoad(_folder["one"])!;
        Assert.Equal((one.Blocks!.Encoding, one.Blocks.ImageLength), (read.Encoding, read.ImageLength));
        Assert.Equal(one.Blocks.Blocks.ToHashSet(), read.Blocks.ToHashSet());
        Assert.Null(BlockIndexFile.TryLoad(_folder["none"]));
    }

    [Fact]
    public void Every_damage_to_an_index_is_found()
    {
        Images.Write(SampleTree.Random(3), s_options, out SquashFsResult written);
        byte[] bytes = BlockIndexFile.Write(written.Blocks!);
        for (int length = 0; length < bytes.Length; length += 1 + (length / 7))
        {
            Assert.Throws<DamagedFormatException>(() => BlockIndexFile.Read(bytes.AsSpan(0, length)));
        }
        var random = new Random(11);
        for (int i = 0; i < 500; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Throws<DamagedFormatException>(() => BlockIndexFile.Read(damaged));
        }
    }

    public void Dispose() => _folder.Dispose();

    private KnownBlocks Open(byte[] image, BlockIndex index) =>
        KnownBlocks.TryOpen(index, _folder.Write("earlier", image))!;

    /// <summary>The tree as host files and readers give it: contents whose digests nobody knows.</summary>
    private static FileTree WithoutDigests(FileTree tree)
    {
        var builder = new FileTreeBuilder();
        foreach (Entry entry in tree.Entries)
        {
            builder.Add(entry.Kind == EntryKind.File && entry.Content.Size > 0
                ? entry with { Content = new DelegatedContent(entry.Content.Size, null, entry.Content.Open) }
                : entry);
        }
        return builder.Build();
    }

    private static FileTree ManyFiles(int changed)
    {
        var builder = new FileTreeBuilder();
        for (int i = 0; i < 3000; i++)
        {
            int size = i == changed ? 6000 : 1000 + (i * 37 % 5000);
            builder.Add(Entry.File($"folder{i / 100:D2}/file{i:D4}", SampleTree.Noise(i, size), SampleTree.Origin));
        }
        return builder.Build();
    }
}
