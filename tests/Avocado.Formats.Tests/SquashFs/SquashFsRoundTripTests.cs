using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.SquashFs;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>Our reader against our writer.</summary>
public sealed class SquashFsRoundTripTests
{
    public static TheoryData<int, bool, bool> Layouts => new()
    {
        { 4 << 10, true, false },
        { 128 << 10, true, false },
        { 128 << 10, true, true },
        { 64 << 10, false, false },
        { 1 << 20, true, true },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Everything_that_is_written_is_read_again(int blockSize, bool fragments, bool tails)
    {
        FileTree tree = SampleTree.Everything();
        SquashFsOptions options = Images.Options with
        {
            BlockSize = blockSize,
            Fragments = fragments,
            TailPacking = tails,
        };
        FileTree read = Images.Open(Images.Write(tree, options)).ToTree(SampleTree.Origin);
        Assert.Equal(Images.Describe(tree), Images.Describe(read));
    }

    [Fact]
    public void Any_tree_is_read_again()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            FileTree tree = SampleTree.Random(seed);
            SquashFsOptions options = Images.Options with
            {
                BlockSize = 4 << 10,
                Fragments = seed % 3 != 0,
                TailPacking = seed % 2 == 0,
            };
            FileTree read = Images.Open(Images.Write(tree, options)).ToTree(SampleTree.Origin);
            Assert.Equal(Images.Describe(tree), Images.Describe(read));
        }
    }

    [Fact]
    public void An_empty_tree_is_an_image()
    {
        byte[] image = Images.Write(new FileTreeBuilder().Build());
        Assert.Equal(4096, image.Length);
        Assert.Equal(UnixPath.Root, Assert.Single(Images.Open(image).ReadEntries()).Path);
    }

    [Fact]
    public void A_tree_that_was_read_can_be_written_to_the_same_bytes()
    {
        byte[] image = Images.Write(SampleTree.Everything());
        FileTree read = Images.Open(image).ToTree(SampleTree.Origin);
        Assert.Equal(image, Images.Write(read, Images.Options with { Threads = 5 }));
    }

    [Fact]
    public void Every_entry_is_found_by_its_path()
    {
        FileTree tree = SampleTree.Everything();
        SquashFsReader reader = Images.Open(Images.Write(tree));
        Assert.All(tree.Entries, e => Assert.Equal(e.Path, reader.Find(e.Path)?.Path));
        Assert.Null(reader.Find("many/none"));
        Assert.Null(reader.Find("a-b/below-a-file"));
    }

    [Fact]
    public void A_folder_may_be_as_deep_as_a_path_is_long()
    {
        UnixPath path = string.Join('/', Enumerable.Repeat("d", (UnixPath.MaxLength / 2) - 1));
        var builder = new FileTreeBuilder();
        builder.Add(Entry.File(path / "f", SampleTree.Text(3), SampleTree.Origin));
        FileTree tree = builder.Build();
        FileTree read = Images.Open(Images.Write(tree)).ToTree(SampleTree.Origin);
        Assert.Equal(Images.Describe(tree), Images.Describe(read));
    }

    [Fact]
    public void An_image_may_be_larger_than_4_GiB()
    {
        const long Size = (4L << 30) - (1 << 20);
        var builder = new FileTreeBuilder();
        var large = new DelegatedContent(Size, null, () => new MarkedStream(Size, 1));
        builder.Add(Entry.File("a", large, SampleTree.Origin));
        builder.Add(Entry.File("b", SampleTree.Noise(1, 3 << 20), SampleTree.Origin));
        builder.Add(Entry.File("c", SampleTree.Noise(2, 3 << 20), SampleTree.Origin));
        builder.Add(Entry.File("d", SampleTree.Noise(3, 1000), SampleTree.Origin));
        using var output = new EndsStream(1 << 20, 4L << 30);
        SquashFsResult result = SquashFsWriter.Write(builder.Build(), output, Images.Options with
        {
            BlockSize = 1 << 20,
            Codec = new StoringCodec(),
        });
        Assert.True(result.Files[2].Start > uint.MaxValue);
        output.Position = 0;
        SquashFsReader reader = SquashFsReader.Open(output, Images.Options.Codec);
        Assert.Equal(Size, reader.Find("a")!.Size);
        foreach (int seed in (int[])[2, 3])
        {
            using Stream file = reader.OpenFile(reader.Find(seed == 2 ? "c" : "d")!);
            Assert.Equal(Sha256Digest.Of(SampleTree.Noise(seed, seed == 2 ? 3 << 20 : 1000).ReadAll()),
                Sha256Digest.Of(file));
        }
    }

    [Fact]
    public void Attributes_are_left_out_when_the_options_say_so()
    {
        byte[] image = Images.Write(SampleTree.Everything(), Images.Options with { Attributes = false });
        Assert.All(Images.Open(image).ReadEntries(), e => Assert.Empty(e.Attributes));
    }

    [Fact]
    public void An_image_may_lie_behind_other_bytes()
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[5000]);
        FileTree tree = SampleTree.Everything();
        SquashFsResult result = SquashFsWriter.Write(tree, stream, Images.Options);
        Assert.Equal(5000 + result.Length, stream.Position);
        Assert.Equal(Images.Write(tree), stream.ToArray()[5000..]);
        stream.Position = 5000;
        SquashFsReader reader = SquashFsReader.Open(stream, Images.Options.Codec);
        Assert.Equal(Images.Describe(tree), Images.Describe(reader.ToTree(SampleTree.Origin)));
    }

    [Fact]
    public void A_reader_without_the_codec_says_which_one_it_needs()
    {
        SquashFsOptions options = Images.Options with { Codec = new StoringCodec("xz") };
        byte[] image = Images.Write(new FileTreeBuilder().Build(), options);
        AvocadoException error = Assert.Throws<AvocadoException>(() => Images.Open(image));
        Assert.Equal(Codes.UnsupportedFormat, error.Code);
        Assert.Contains("xz", error.Message, StringComparison.Ordinal);
    }
}
