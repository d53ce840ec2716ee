using System.Text.RegularExpressions;
using Avocado.Files;
using Avocado.Formats.SquashFs;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Formats.Tests.SquashFs;

/// <summary>unsquashfs reads what we write.</summary>
public sealed class SquashFsForeignReaderTests
{
    [ToolFact("unsquashfs")]
    public void Unsquashfs_knows_the_superblock()
    {
        using var folder = new TemporaryFolder();
        FileTree tree = SampleTree.Everything();
        byte[] image = Images.Write(tree, Images.Options with { BlockSize = 64 << 10 }, out SquashFsResult result);
        string report = ForeignTool.Run("unsquashfs", "-s", folder.Write("image", image)).Output;
        Assert.Contains("Found a valid SQUASHFS 4:0 superblock", report, StringComparison.Ordinal);
        Assert.Contains("Tue Nov 14 22:13:20 2023", report, StringComparison.Ordinal);
        Assert.Contains($"Filesystem size {result.BytesUsed} bytes", report, StringComparison.Ordinal);
        Assert.Contains("Compression gzip\nBlock size 65536\n", report, StringComparison.Ordinal);
        Assert.Contains("Filesystem is exportable via NFS", report, StringComparison.Ordinal);
        Assert.Contains("Duplicates are removed", report, StringComparison.Ordinal);
        Assert.Contains($"Number of fragments {result.Fragments.Length}\n", report, StringComparison.Ordinal);
        Assert.Contains($"Number of inodes {result.InodeCount}\n", report, StringComparison.Ordinal);
        Assert.Contains("Number of xattr ids 5\n", report, StringComparison.Ordinal);
    }

    [ToolTheory("unsquashfs")]
    [InlineData("gzip", 9, "Compression gzip\nBlock")]
    [InlineData("gzip", 6, "Compression gzip\n\tcompression-level 6\n\twindow-size 15\n\tStrategies selected: default")]
    [InlineData("gzip", 12, "Compression gzip\nBlock")]
    [InlineData("zstd", 15, "Compression zstd\nBlock")]
    [InlineData("zstd", 3, "Compression zstd\n\tcompression-level 3\n")]
    [InlineData("lz4", 1, "Compression lz4\nBlock")]
    [InlineData("lz4", 9, "Compression lz4\n\tHigh Compression option specified (-Xhc)\n")]
    [InlineData("xz", 6, "Compression xz\nBlock")]
    public void Unsquashfs_knows_the_compressor_and_its_options(string codec, int level, string expected)
    {
        using var folder = new TemporaryFolder();
        var builder = new FileTreeBuilder();
        builder.Add(Entry.File("f", SampleTree.Text(200_000), SampleTree.Origin));
        SquashFsOptions options = Images.Options with { Codec = new StoringCodec(codec, level) };
        string image = folder.Write("image", Images.Write(builder.Build(), options));
        Assert.Contains(expected, ForeignTool.Run("unsquashfs", "-s", image).Output, StringComparison.Ordinal);
        ForeignTool.Run("unsquashfs", "-q", "-n", "-d", folder["out"], image);
        Assert.Equal(SampleTree.Text(200_000).ReadAll(), File.ReadAllBytes(folder["out/f"]));
    }

    [ToolTheory("unsquashfs")]
    [MemberData(nameof(SquashFsRoundTripTests.Layouts), MemberType = typeof(SquashFsRoundTripTests))]
    public void Unsquashfs_lists_every_entry(int blockSize, bool fragments, bool tails)
    {
        using var folder = new TemporaryFolder();
        FileTree tree = SampleTree.Everything();
        string image = folder.Write("image", Images.Write(tree, Options(blockSize, fragments, tails)));
        string[] listed = ForeignTool.Run("unsquashfs", "-lln", "-d", "", image).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => Regex.Replace(Regex.Replace(l, " +", " "), "(^[bc].*?),(?! )", "$1, "))
            .Select(l => Regex.Replace(l, "^(d[^ ]+ [^ ]+) [0-9]+ ", "$1 0 ")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(tree.Entries.Select(LongListing).Order(StringComparer.Ordinal), listed);
    }

    [RootToolTheory("unsquashfs", "stat")]
    [MemberData(nameof(SquashFsRoundTripTests.Layouts), MemberType = typeof(SquashFsRoundTripTests))]
    public void Unsquashfs_extracts_every_entry_as_it_was(int blockSize, bool fragments, bool tails)
    {
        using var folder = new TemporaryFolder();
        FileTree tree = SampleTree.Everything();
        string image = folder.Write("image", Images.Write(tree, Options(blockSize, fragments, tails)));
        ForeignTool.Run("unsquashfs", "-q", "-n", "-d", folder["out"], image);
        Assert.Equal(Images.Describe(tree), HostFolder.Describe(folder["out"]));
    }

    [RootToolFact("unsquashfs", "stat")]
    public void Unsquashfs_extracts_any_tree()
    {
        using var folder = new TemporaryFolder();
        for (int seed = 0; seed < 12; seed++)
        {
            FileTree tree = SampleTree.Random(seed);
            string image = folder.Write("image", Images.Write(tree, Options(4 << 10, seed % 3 != 0, seed % 2 == 0)));
            ForeignTool.Run("unsquashfs", "-q", "-n", "-d", folder[$"out{seed}"], image);
            Assert.Equal(Images.Describe(tree), HostFolder.Describe(folder[$"out{seed}"]));
        }
    }

    private static SquashFsOptions Options(int blockSize, bool fragments, bool tails) =>
        Images.Options with { BlockSize = blockSize, Fragments = fragments, TailPacking = tails };

    /// <summary>
    /// The line of <c>unsquashfs -lln</c>, runs of spaces made one. It shows device numbers in the kernel's old 8-bit
    /// split; what it extracts is right.
    /// </summary>
    private static string LongListing(Entry entry)
    {
        char kind = entry.Kind switch
        {
            EntryKind.Directory => 'd',
            EntryKind.File => '-',
            EntryKind.SymbolicLink => 'l',
            EntryKind.BlockDevice => 'b',
            EntryKind.CharacterDevice => 'c',
            EntryKind.Fifo => 'p',
            _ => 's',
        };
        char[] mode = [kind, .. "rwxrwxrwx"];
        for (int bit = 0; bit < 9; bit++)
        {
            mode[9 - bit] = (entry.Mode & (1 << bit)) != 0 ? mode[9 - bit] : '-';
        }
        mode[3] = (entry.Mode & UnixMode.Octal(4000)) != 0 ? 's' : mode[3];
        mode[9] = (entry.Mode & UnixMode.Octal(1000)) != 0 ? 't' : mode[9];
        string size = entry.Kind is EntryKind.BlockDevice or EntryKind.CharacterDevice
            ? $"{entry.Device.Encoded >> 8}, {entry.Device.Encoded & 0xFF}"
            : $"{(entry.Kind == EntryKind.SymbolicLink ? entry.LinkTarget.Length : entry.Content.Size)}";
        DateTime time = DateTime.UnixEpoch.AddSeconds(entry.ResolveModificationTime(SampleTree.SourceDate));
        string path = entry.Path.IsRoot ? "" : entry.Path.ToString();
        string target = entry.Kind == EntryKind.SymbolicLink ? " -> " + entry.LinkTargetText : "";
        return $"{new string(mode)} {entry.Uid}/{entry.Gid} {size} {time:yyyy-MM-dd HH:mm} {path}{target}";
    }
}
