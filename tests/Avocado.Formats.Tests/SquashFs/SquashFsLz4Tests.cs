using Avocado.Files;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>Images of LZ4 blocks, ours and those of mksquashfs.</summary>
public sealed class SquashFsLz4Tests
{
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void An_image_comes_back(int level)
    {
        FileTree tree = SampleTree.Everything();
        byte[] image = Images.Write(tree, Images.Options with { Codec = new Lz4Codec(level) });
        Assert.Equal(image, Images.Write(tree, Images.Options with { Codec = new Lz4Codec(level), Threads = 5 }));
        Assert.Equal(Images.Describe(tree), Images.Describe(Open(image).ToTree(SampleTree.Origin)));
    }

    [RootToolTheory("unsquashfs", "stat")]
    [InlineData(1, 4 << 10)]
    [InlineData(3, 128 << 10)]
    [InlineData(12, 1 << 20)]
    public void Unsquashfs_extracts_every_entry_as_it_was(int level, int blockSize)
    {
        using var folder = new TemporaryFolder();
        FileTree tree = SampleTree.Everything();
        SquashFsOptions options = Images.Options with { Codec = new Lz4Codec(level), BlockSize = blockSize };
        string image = folder.Write("image", Images.Write(tree, options));
        ForeignTool.Run("unsquashfs", "-q", "-n", "-d", folder["out"], image);
        Assert.Equal(Images.Describe(tree), HostFolder.Describe(folder["out"]));
    }

    [ToolTheory("mksquashfs", "stat")]
    [InlineData("")]
    [InlineData("-Xhc")]
    [InlineData("-Xhc -b 1M")]
    public void An_image_of_mksquashfs_is_read(string options)
    {
        using var folder = new TemporaryFolder();
        foreach (int size in (int[])[0, 100, 4096, 131_073, 2_500_000])
        {
            folder.Write($"source/text-{size}", SampleTree.Text(size).ReadAll());
            folder.Write($"source/noise-{size}", SampleTree.Noise(size, size).ReadAll());
            folder.Write($"source/zeros-{size}", new byte[size]);
        }
        string[] arguments = [folder["source"], folder["image"], "-comp", "lz4", "-no-progress", "-quiet",
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        ForeignTool.Run("mksquashfs", arguments);
        SquashFsReader reader = Open(File.ReadAllBytes(folder["image"]));
        Assert.Equal(SquashFsCompressor.Lz4, reader.Header.Compressor);
        string[] expected = Images.Describe(HostFolder.ReadTree(folder["source"]));
        Assert.Equal(expected, Images.Describe(reader.ToTree(SampleTree.Origin)));
    }

    private static SquashFsReader Open(byte[] image) =>
        SquashFsReader.Open(new MemoryStream(image, writable: false), BlockCodecs.All);
}
