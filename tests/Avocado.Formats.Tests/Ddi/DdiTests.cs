using System.Text;
using System.Text.Json;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Ddi;
using Avocado.Formats.Gpt;
using Avocado.Formats.Segments;
using Avocado.Formats.Tests.Harness;
using Avocado.Formats.Tests.Verity;
using Avocado.Formats.Verity;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Ddi;

public sealed class DdiTests
{
    private static readonly byte[] Data = VerityTestData.Data(300 * 4096);
    private static readonly VerityTree Tree = VerityTestData.Tree(Data);
    private static readonly VeritySignature Signature = new(
        Tree.RootHash, Sha256Digest.Of("certificate"u8), VerityTestData.Data(416));

    [Fact]
    public void An_image_is_read_as_it_was_written()
    {
        DdiReader reader = DdiReader.Read(new MemoryStream(Image()));
        Assert.Null(reader.BackupProblem);
        Assert.Equal("x86-64", reader.Architecture.Architecture);
        Assert.False(reader.IsUsr);
        Assert.Equal(Tree.RootHash, reader.RootHash);
        Assert.Equal(Signature, reader.Signature);
        Assert.Equal(["root-x86-64", "root-x86-64-verity", "root-x86-64-verity-sig"],
            reader.Disk.Partitions.Select(p => p.Name));
        Assert.Equal(40, reader.Data.FirstLba);
        using var copy = new MemoryStream();
        reader.OpenData().CopyTo(copy);
        Assert.Equal(Data, copy.ToArray());
        reader.Verify(2, CancellationToken.None);
    }

    [Fact]
    public void The_same_contents_give_the_same_image() => Assert.Equal(Image(), Image());

    [ToolFact("sfdisk", "veritysetup")]
    public void Sfdisk_and_veritysetup_find_nothing_wrong()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Image();
        string image = folder.Write("app.raw", bytes);
        string verdict = ForeignTool.Run("sfdisk", "--verify", image).Output;
        Assert.Contains("No errors detected", verdict, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(ForeignTool.Run("sfdisk", "--json", image).OutputBytes);
        JsonElement[] partitions =
            [.. json.RootElement.GetProperty("partitiontable").GetProperty("partitions").EnumerateArray()];
        string root = Tree.RootHash.ToString();
        string[] ids = [.. partitions.Select(p => Guid.Parse(p.GetProperty("uuid").GetString()!).ToString("N"))];
        Assert.Equal(root, ids[0] + ids[1]);
        Assert.All(partitions, p => Assert.Equal("GUID:60", p.GetProperty("attrs").GetString()));

        string[] files = [.. partitions.Select((p, i) =>
        {
            int start = p.GetProperty("start").GetInt32() * 512;
            return folder.Write($"part{i}", bytes.AsSpan(start, p.GetProperty("size").GetInt32() * 512));
        })];
        ForeignTool.Run("veritysetup", "verify", files[0], files[1], root);
        using JsonDocument signature = JsonDocument.Parse(
            Encoding.ASCII.GetString(File.ReadAllBytes(files[2])).TrimEnd('\0'));
        Assert.Equal(root, signature.RootElement.GetProperty("rootHash").GetString());
    }

    [DissectFact("mksquashfs")]
    public void Systemd_dissect_accepts_a_signed_image_and_refuses_an_unsigned_one_where_signatures_are_required()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tree/usr/lib/extension-release.d/extension-release.app", "ID=_any\n"u8);
        ForeignTool.Run("mksquashfs", folder["tree"], folder["app.squashfs"], "-quiet", "-no-progress");
        byte[] data = File.ReadAllBytes(folder["app.squashfs"]);
        VerityTree tree = VerityTestData.Tree(data);
        DdiContents contents = Contents() with
        {
            Data = new BytesSegment(data),
            RootHash = tree.RootHash,
            HashTree = tree,
            Signature = Signature with { RootHash = tree.RootHash },
        };
        const string policy = "--image-policy=root=signed+unused:=unused+absent";
        string signed = folder.Write("signed.raw", Image(contents));
        Assert.Equal("OK", ForeignTool.Run("systemd-dissect", "--validate", policy, signed).Output.Trim());
        string unsigned = folder.Write("unsigned.raw", Image(contents with { Signature = null }));
        Assert.NotEqual(0, ForeignTool.Try("systemd-dissect", "--validate", policy, unsigned).ExitCode);
    }

    [RootToolFact("systemd-repart", "mksquashfs", "/dev/loop-control")]
    public void An_image_that_repart_wrote_has_the_disk_id_that_we_derive_and_verifies()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tree/usr/lib/extension-release.d/extension-release.app", "ID=_any\n"u8);
        folder.Write("defs/10-root.conf", Encoding.ASCII.GetBytes(
            "[Partition]\nType=root-x86-64\nFormat=squashfs\nCopyFiles=/\nVerity=data\nVerityMatchKey=root\n"));
        folder.Write("defs/20-verity.conf", Encoding.ASCII.GetBytes(
            "[Partition]\nType=root-x86-64-verity\nVerity=hash\nVerityMatchKey=root\n"));
        string image = folder["app.raw"];
        Guid seed = VerityTestData.Ids.Seed;
        ForeignTool.Run("systemd-repart", "--definitions=" + folder["defs"], "--empty=create",
            "--size=auto", "--root=" + folder["tree"], $"--seed={seed}", "--dry-run=no", image);
        using FileStream stream = File.OpenRead(image);
        DdiReader reader = DdiReader.Read(stream);
        reader.Verify(2, CancellationToken.None);
        Assert.Equal(VerityTestData.Ids.Disk, reader.Disk.DiskId);
    }

    [Fact]
    public void An_image_without_signature_or_for_another_architecture_is_good()
    {
        DdiReader reader = DdiReader.Read(new MemoryStream(Image(Contents() with
        {
            Architecture = PartitionTypes.Arm64,
            Signature = null,
            Label = "app_1.0",
        })));
        Assert.Equal("arm64", reader.Architecture.Architecture);
        Assert.Null(reader.Signature);
        Assert.Equal("app_1.0-verity", reader.Verity?.Name);
        reader.Verify(1, CancellationToken.None);
    }

    [Fact]
    public void A_changed_block_is_named()
    {
        byte[] image = Image();
        image[40 * 512 + 5 * 4096 + 1] ^= 1;
        DdiReader reader = DdiReader.Read(new MemoryStream(image));
        var error = Assert.Throws<DamagedFormatException>(() => reader.Verify(2, CancellationToken.None));
        Assert.Contains("data block 5 at byte 20480", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_over_another_root_hash_is_refused()
    {
        VeritySignature other = Signature with { RootHash = Sha256Digest.Of("other"u8) };
        Assert.Throws<ArgumentException>(() => new DdiWriter(Contents() with { Signature = other }));
        byte[] image = Image();
        GptPartition partition = DdiReader.Read(new MemoryStream(image)).SignaturePartition!.Value;
        other.ToPartition().CopyTo(image, partition.FirstLba * 512);
        Assert.Throws<DamagedFormatException>(() => DdiReader.Read(new MemoryStream(image)));
    }

    [Fact]
    public void A_tree_of_other_data_is_refused() => Assert.Throws<ArgumentException>(() => new DdiWriter(
        Contents() with { HashTree = VerityTestData.Tree(VerityTestData.Data(4096)) }));

    [Fact]
    public void An_image_with_two_roots_or_none_is_refused()
    {
        PlannedPartition first = Partition(PartitionTypes.X64.Root.Data, 0);
        AssertRefused("AVO0202", first, Partition(PartitionTypes.X64.Root.Data, 1));
        AssertRefused("AVO0202", first, Partition(PartitionTypes.X64.Usr.Data, 0));
        AssertRefused("AVO0202", first, Partition(PartitionTypes.Arm64.Root.Data, 0));
        AssertRefused("AVO0201", Partition(PartitionTypes.Esp, 0));
        AssertRefused("AVO0201", Partition(PartitionTypes.X64.Root.Verity, 0));
        AssertRefused("AVO0201", first, Partition(PartitionTypes.X64.Root.Signature, 0));
    }

    [Fact]
    public void Damaged_images_give_typed_errors_or_the_data_that_was_written()
    {
        byte[] image = Image();
        DdiReader good = DdiReader.Read(new MemoryStream(image));
        int hash = (int)good.Disk.OffsetOf(good.Verity!.Value);
        int signature = (int)good.Disk.OffsetOf(good.SignaturePartition!.Value);
        var run = new DamageRun(image, bad =>
        {
            DdiReader reader = DdiReader.Read(new MemoryStream(bad));
            reader.Verify(1, CancellationToken.None);
            Assert.Equal(Tree.RootHash, reader.RootHash);
            Assert.Equal(Tree.RootHash, reader.Signature?.RootHash ?? Tree.RootHash);
            using var copy = new MemoryStream();
            reader.OpenData().CopyTo(copy);
            Assert.Equal(Data, copy.ToArray());
        });
        run.Truncate(everyLengthTo: 40).FlipBits(150, 0, 40 * 512).FlipBits(100).FlipBits(100, hash, hash + 512)
            .FlipBits(100, signature, signature + 900).Overwrite(50);
        Assert.InRange(run.Refused, 250, int.MaxValue);
    }

    private static DdiContents Contents() => new()
    {
        Architecture = PartitionTypes.X64,
        Ids = VerityTestData.Ids,
        Data = new BytesSegment(Data),
        RootHash = Tree.RootHash,
        HashTree = Tree,
        Signature = Signature,
    };

    private static byte[] Image(DdiContents? contents = null) =>
        VerityTestData.Bytes(new DdiWriter(contents ?? Contents()));

    private static PlannedPartition Partition(Guid type, int index) =>
        new() { Type = type, Id = VerityTestData.Ids.Partition(type, index), Name = "p", Size = 4096 };

    private static void AssertRefused(string code, params PlannedPartition[] partitions)
    {
        byte[] image = VerityTestData.Bytes(
            GptLayout.Create(new GptOptions { DiskId = VerityTestData.Ids.Disk }, partitions));
        Assert.Equal(code, Assert.ThrowsAny<AvocadoException>(() => DdiReader.Read(new MemoryStream(image))).Code.Id);
    }
}
