using System.Globalization;
using System.Text.RegularExpressions;
using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Model;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Inspect;

/// <summary>Images that other tools made, and what those tools say of them.</summary>
public sealed partial class InspectForeignTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InspectForeignTests()
    {
        _folder.Write("tree/usr/lib/os-release", "ID=foreign\nVERSION_ID=7\n"u8);
        _folder.Write("tree/usr/bin/tool", SampleImages.Noise(200_000));
        _folder.Write("tree/etc/hosts", "127.0.0.1 localhost\n"u8);
        for (int i = 0; i < 20; i++)
        {
            _folder.Write($"tree/usr/share/doc/{i}", SampleImages.Noise(100 + i));
        }
    }

    [ToolTheory("mksquashfs", "unsquashfs")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void Counts_are_those_of_unsquashfs(string compressor)
    {
        string path = MakeSquashFs(compressor);
        InspectionReport report = Inspect(path);
        Assert.Equal((ImageKind.FileSystem, Verdict.Ok), (report.Kind, report.Verdict));
        FileSystemReport system = report.Volume!.FileSystem!;
        string superblock = ForeignTool.Run("unsquashfs", "-s", path).Output;
        Assert.Contains($"Number of inodes {system.Inodes}\n", superblock, StringComparison.Ordinal);
        Assert.Contains($"Number of fragments {system.Fragments}\n", superblock, StringComparison.Ordinal);
        Assert.Contains($"Block size {system.BlockSize}\n", superblock, StringComparison.Ordinal);
        Assert.Contains($"Filesystem size {system.Size} bytes", superblock, StringComparison.Ordinal);
        Assert.Contains($"Compression {system.Compressor}\n", superblock, StringComparison.Ordinal);
        string[] lines = ForeignTool.Run("unsquashfs", "-lln", path).Output
            .Split('\n').Where(l => ListLine().IsMatch(l)).ToArray();
        ContentReport content = system.Content!;
        Assert.Equal(
            (lines.Count(l => l[0] == '-'), lines.Count(l => l[0] == 'd'), lines.Count(l => l[0] == 'l')),
            (content.Files, content.Folders, content.Links));
        Assert.Equal(
            lines.Where(l => l[0] == '-')
                .Sum(l => long.Parse(ListLine().Match(l).Groups[1].Value, CultureInfo.InvariantCulture)),
            content.Size);
        Assert.Equal(content.Size, content.ByFolder.Sum(f => f.Size));
        Assert.Equal("/usr/bin", content.ByFolder[0].Name);
        Assert.Equal("foreign", report.Volume.System!.Name);
    }

    [ToolFact("mksquashfs")]
    public void A_compressor_that_is_not_read_is_no_damage()
    {
        InspectionReport report = Inspect(MakeSquashFs("xz"));
        Assert.Equal(Verdict.Ok, report.Verdict);
        Assert.Equal("xz", report.Volume!.FileSystem!.Compressor);
        Assert.Null(report.Volume.FileSystem.Content);
        Assert.Contains("xz", Assert.Single(report.Notes).Message, StringComparison.Ordinal);
    }

    [ToolFact("mksquashfs", "veritysetup", "sfdisk")]
    public void A_disk_of_sfdisk_and_veritysetup_is_paired_and_verified()
    {
        string path = MakeDisk(out string rootHash);
        InspectionReport report = Inspect(path);
        Assert.Empty(report.Findings);
        VolumeReport volume = Assert.Single(report.Disk!.Volumes);
        Assert.Equal((1, 2), (volume.DataPartition, volume.HashPartition));
        Assert.Equal(rootHash, volume.Verity!.RootHash);
        // Random ids name no root hash.
        Assert.Equal(Verdict.NotChecked, volume.Verity.Verdict);
        Assert.Empty(volume.Verity.Claims);
        Assert.Equal("foreign", volume.System!.Name);
    }

    [ToolFact("mksquashfs", "veritysetup", "sfdisk")]
    public void Damage_on_a_foreign_disk_is_found_where_veritysetup_finds_it()
    {
        string path = MakeDisk(out string rootHash);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[(1 << 20) + 5 * 4096 + 7] ^= 0x10;
        File.WriteAllBytes(path, bytes);
        InspectionReport report = Inspect(path);
        Assert.Equal(Verdict.Damaged, report.Verdict);
        Finding finding = report.Findings[0];
        Assert.Equal("partition 1 (system)", finding.Where);
        Assert.Contains("data block 5 ", finding.Message, StringComparison.Ordinal);

        string data = _folder.Write("damaged", bytes.AsSpan(1 << 20, 1 << 20));
        Assert.NotEqual(0, ForeignTool.Try("veritysetup", "verify", data, _folder["hash"], rootHash).ExitCode);
    }

    [ToolFact("mksquashfs", "veritysetup", "sfdisk")]
    public void Ids_that_spell_another_root_hash_are_found()
    {
        string path = MakeDisk(out _, id => id[..14] + (id[14] == 'f' ? 'e' : 'f') + id[15..]);
        InspectionReport report = Inspect(path);
        Assert.Contains(report.Findings, f => f.Message.Contains("partition ids", StringComparison.Ordinal));
    }

    [ToolTheory("cpio", "gzip", "xz", "zstd")]
    [InlineData(null, "none")]
    [InlineData("gzip", "gzip")]
    [InlineData("xz", "xz")]
    [InlineData("zstd", "zstd")]
    public void Initrds_of_cpio_are_read(string? compressor, string expected)
    {
        byte[] list = "./etc\n./etc/hosts\n"u8.ToArray();
        byte[] archive = ForeignTool.Try("cpio", _folder["tree"], list, ["-o", "-H", "newc", "--quiet"]).OutputBytes;
        byte[] bytes = compressor switch
        {
            null => archive,
            "xz" => ForeignTool.Try("xz", null, archive, ["-c", "--check=crc32"]).OutputBytes,
            _ => ForeignTool.Try(compressor, null, archive, ["-c"]).OutputBytes,
        };
        InspectionReport report = Inspect(_folder.Write("initrd", bytes));
        Assert.Equal((ImageKind.Initrd, Verdict.Ok), (report.Kind, report.Verdict));
        Assert.Equal((expected, 2, true), (report.Initrd!.Compression, report.Initrd.Members, report.Initrd.IsRead));
        Assert.Equal(20, report.Initrd.ContentSize);
    }

    [ToolFact("mkfs.vfat", "sfdisk", "mkfs.ext4")]
    public void What_is_not_read_is_named_and_no_damage()
    {
        string path = _folder["disk"];
        using (FileStream disk = File.Create(path))
        {
            disk.SetLength(8 << 20);
        }
        byte[] table = "label: gpt\nsize=2MiB,type=U,name=esp\nsize=4MiB,type=L,name=data\n"u8.ToArray();
        ForeignTool.Try("sfdisk", null, table, [path]);
        ForeignTool.Run("mkfs.vfat", "-C", "-F", "12", _folder["fat"], "2048");
        using (FileStream ext = File.Create(_folder["ext"]))
        {
            ext.SetLength(4 << 20);
        }
        ForeignTool.Run("mkfs.ext4", "-q", _folder["ext"]);
        using (FileStream disk = File.OpenWrite(path))
        {
            disk.Position = 1 << 20;
            disk.Write(File.ReadAllBytes(_folder["fat"]));
            disk.Write(File.ReadAllBytes(_folder["ext"]));
        }
        InspectionReport report = Inspect(path);
        Assert.Empty(report.Findings);
        Assert.Equal(["FAT", "ext4"], report.Disk!.Partitions.Select(p => p.Content));
        Assert.Contains(report.Notes, n => n.Message.Contains("FAT32", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static InspectionReport Inspect(string path) =>
        ImageInspector.Inspect(path, new InspectionOptions(), CancellationToken.None);

    private string MakeSquashFs(string compressor)
    {
        string path = _folder["foreign.squashfs"];
        ForeignTool.Run(
            "mksquashfs", _folder["tree"], path, "-comp", compressor, "-quiet", "-no-progress", "-noappend");
        return path;
    }

    /// <summary>A disk with a SquashFS of 1 MiB at 1 MiB and its hash tree at 2 MiB.</summary>
    /// <param name="rootHash">As veritysetup says.</param>
    /// <param name="changeId">Makes the ids the halves of the root hash, and the second one something else.</param>
    private string MakeDisk(out string rootHash, Func<string, string>? changeId = null)
    {
        byte[] data = File.ReadAllBytes(MakeSquashFs("gzip"));
        Array.Resize(ref data, 1 << 20);
        string dataPath = _folder.Write("data", data);
        string output = ForeignTool.Run("veritysetup", "format", dataPath, _folder["hash"]).Output;
        rootHash = RootHash().Match(output).Groups[1].Value;
        string ids(string half) => changeId is null ? "" : ",uuid=" + Guid.Parse(half);
        string second = changeId is null ? "" : changeId(Guid.Parse(rootHash[32..]).ToString());
        string table = $"label: gpt\nstart=2048,size=2048,type=L,name=system{ids(rootHash[..32])}\n"
            + $"start=4096,size=2048,type=L,name=hashes{(changeId is null ? "" : ",uuid=" + second)}\n";
        string path = _folder["disk"];
        using (FileStream disk = File.Create(path))
        {
            disk.SetLength(4 << 20);
        }
        ToolResult made = ForeignTool.Try("sfdisk", null, System.Text.Encoding.ASCII.GetBytes(table), [path]);
        Assert.True(made.ExitCode == 0, made.Error);
        using FileStream file = File.OpenWrite(path);
        file.Position = 1 << 20;
        file.Write(data);
        file.Write(File.ReadAllBytes(_folder["hash"]));
        return path;
    }

    [GeneratedRegex(@"Root hash:\s+([0-9a-f]{64})")]
    private static partial Regex RootHash();

    [GeneratedRegex(@"^[-dlbcps][-rwxsStT]{9}\s+\d+/\d+\s+(\d+) ")]
    private static partial Regex ListLine();
}
