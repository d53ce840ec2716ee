using Avocado.Files;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs;
using Avocado.Testing;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>Images compressed with our Zstandard are read by everyone who reads SquashFS.</summary>
public sealed class SquashFsZstdTests
{
    public static TheoryData<int, int> Layouts => new()
    {
        { 4 << 10, 1 },
        { 128 << 10, 3 },
        { 128 << 10, 15 },
        { 1 << 20, 9 },
        { 1 << 20, 16 },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Our_reader_reads_every_entry(int blockSize, int level)
    {
        FileTree tree = SampleTree.Everything();
        byte[] image = Write(tree, blockSize, level);
        Assert.Equal(SquashFsCompressor.Zstd, Images.Open(image).Header.Compressor);
        Assert.Equal(Images.Describe(tree), Images.Describe(Images.Open(image).ToTree(SampleTree.Origin)));
        if (blockSize < 128 << 10)
        {
            Assert.Equal(image, Write(tree, blockSize, level));
        }
    }

    [ToolTheory("unsquashfs")]
    [MemberData(nameof(Layouts))]
    public void Unsquashfs_extracts_every_file(int blockSize, int level)
    {
        using var folder = new TemporaryFolder();
        FileTree tree = SampleTree.Everything();
        string image = folder.Write("image", Write(tree, blockSize, level));
        string report = ForeignTool.Run("unsquashfs", "-s", image).Output;
        Assert.Contains("Compression zstd\n", report, StringComparison.Ordinal);
        ForeignTool.Try("unsquashfs", "-q", "-n", "-no-xattrs", "-ignore-errors", "-d", folder["out"], image);
        Entry[] files = [.. tree.Entries.Where(e => e.Kind == EntryKind.File)];
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            using FileStream read = File.OpenRead(folder["out"] + file.Path);
            Assert.Equal(file.Content.ComputeDigest(), Sha256Digest.Of(read));
        });
    }

    [KernelFact]
    public void The_kernel_shows_every_entry_as_it_was()
    {
        foreach (object[] layout in Layouts)
        {
            FileTree tree = SampleTree.Everything();
            using var mount = new KernelMount(Write(tree, (int)layout[0], (int)layout[1]));
            Assert.Equal(Images.Describe(tree), HostFolder.Describe(mount.Path));
        }
    }

    [ToolFact("mksquashfs")]
    public void Our_image_is_not_larger_than_that_of_mksquashfs()
    {
        using var folder = new TemporaryFolder();
        var builder = new FileTreeBuilder();
        foreach (string path in Directory.GetFiles(AppContext.BaseDirectory, "*.dll"))
        {
            byte[] bytes = File.ReadAllBytes(path);
            folder.Write("source/" + Path.GetFileName(path), bytes);
            builder.Add(Entry.File(Path.GetFileName(path), Content.Bytes(bytes), SampleTree.Origin));
        }
        ForeignTool.Run("mksquashfs", folder["source"], folder["image"], "-noappend", "-no-progress", "-quiet",
            "-comp", "zstd", "-Xcompression-level", "15", "-b", "128K");
        byte[] ours = Write(builder.Build(), 128 << 10, 15);
        Assert.InRange(ours.Length, 1, new FileInfo(folder["image"]).Length * 1.005);
    }

    private static byte[] Write(FileTree tree, int blockSize, int level) =>
        Images.Write(tree, Images.Options with { Codec = new ZstdCodec(level), BlockSize = blockSize });
}
