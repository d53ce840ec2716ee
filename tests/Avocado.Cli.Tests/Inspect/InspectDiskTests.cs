using System.Text.Json;
using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Model;
using Avocado.Signing;
using Avocado.Testing;

namespace Avocado.Cli.Tests.Inspect;

/// <summary>A device's disk: what is good is said to be good, and every kind of damage is found and named.</summary>
[Collection(SampleKeys.Shared)]
public sealed class InspectDiskTests(SampleKeys keys) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_good_disk_is_good_and_shows_everything()
    {
        InspectionReport report = Inspect(
            new SampleDisk(keys), keys.Trust(KeyUse.SecureBoot, KeyUse.Modes, KeyUse.Verity));
        Assert.Empty(report.Findings);
        Assert.Equal((Verdict.Ok, ImageKind.Disk), (report.Verdict, report.Kind));
        DiskReport disk = report.Disk!;
        Assert.Null(disk.BackupProblem);
        Assert.Equal(
            ["EFI system", "root (x86-64)", "root verity (x86-64)", "root signature (x86-64)", "Linux data", "Linux data",
                "root (x86-64)", "Linux data"],
            disk.Partitions.Select(p => p.TypeName));
        Assert.Equal([7], disk.Partitions.Where(p => p.IsFree).Select(p => p.Number));
        Assert.Equal(["FAT", "SquashFS", "dm-verity", "verity signature", "SquashFS", "dm-verity", null, "SquashFS"],
            disk.Partitions.Select(p => p.Content));

        Assert.Equal(3, disk.Volumes.Length);
        (VolumeReport root, VolumeReport store, VolumeReport factory) = (disk.Volumes[0], disk.Volumes[1], disk.Volumes[2]);
        Assert.Equal((2, 3, 4), (root.DataPartition, root.HashPartition, root.SignaturePartition));
        Assert.Equal("gateway", root.System!.Name);
        Assert.Equal(["partition ids", "signature", "command line of /EFI/Linux/gateway_1.0.0+3.efi"],
            root.Verity!.Claims.Select(c => c.Source));
        Assert.All(root.Verity.Claims, c => Assert.True(c.Agrees));
        Assert.Equal(Verdict.Ok, root.Verity.Signature!.Verdict);
        Assert.Equal("own-Verity.crt", root.Verity.Signature.TrustedBy);
        Assert.Equal((5, 6), (store.DataPartition, store.HashPartition));
        Assert.Contains("veritytab of /EFI/Linux/gateway_1.0.0+3.efi", store.Verity!.Claims.Select(c => c.Source));
        Assert.Equal(3, store.Runtime!.SecurityVersion);
        Assert.Equal([("development", false), ("production", true)], store.Modes.Select(m => (m.Name, m.IsDefault)));
        Assert.Null(factory.Verity);
        ExtensionReport app = Assert.Single(store.Extensions);
        Assert.Equal("app", app.Name);
        Assert.Equal(["development", "production"], app.Modes.AsEnumerable());
        Assert.Equal(Verdict.Ok, app.Disk!.Volumes[0].Verity!.Verdict);
        Assert.Equal("sysext", Assert.Single(app.Disk.Volumes[0].Extension!.Types));
        Assert.Equal("development", Assert.Single(Assert.Single(factory.Extensions).Modes));
    }

    [Fact]
    public void Boot_files_are_opened()
    {
        BootPartitionReport boot = Assert.Single(
            Inspect(new SampleDisk(keys), keys.TrustDb()).Disk!.BootPartitions);
        Assert.Equal("ESP", boot.Label);
        Assert.Equal(
            ["/EFI/BOOT/BOOTX64.EFI", "/EFI/Linux/gateway_1.0.0+3.efi", "/avocado/modes/development.addon.efi",
                "/loader/loader.conf"],
            boot.Files.Select(f => f.Path));
        Assert.Equal([EfiKind.Application, EfiKind.Uki, EfiKind.Addon, null], boot.Files.Select(f => f.Efi?.Kind));
        UkiReport uki = boot.Files[1].Efi!;
        Assert.EndsWith(" quiet", uki.CommandLine, StringComparison.Ordinal);
        Assert.Equal("6.12.0-sample", uki.KernelVersion);
        Assert.Equal("gateway", uki.OsRelease["IMAGE_ID"]);
        Assert.Contains(".linux", uki.Sections.Select(s => s.Name));
        Assert.Equal("db.der", Assert.Single(uki.Signatures).TrustedBy);
        Assert.Equal("store", Assert.Single(uki.Initrd!.VerityTab).Name);
        Assert.Single(uki.Initrd.TrustAnchors);
        Assert.Equal("db-2.der", Assert.Single(boot.Files[2].Efi!.Signatures).TrustedBy);
        Assert.Equal("timeout 0\n", boot.Files[3].Text);
    }

    [Fact]
    public void A_good_boot_image_vouches_for_extensions_as_it_does_on_the_device()
    {
        InspectionReport report = Inspect(new SampleDisk(keys), keys.TrustDb());
        Assert.Empty(report.Findings);
        SignatureReport signature = report.Disk!.Volumes[1].Extensions[0].Disk!.Volumes[0].Verity!.Signature!;
        Assert.Equal((Verdict.Ok, "the initrd's /usr/lib/verity.d/own.crt"), (signature.Verdict, signature.TrustedBy));
    }

    [Fact]
    public void Without_certificates_signatures_are_shown_and_not_judged()
    {
        InspectionReport report = Inspect(
            new SampleDisk(keys) { BootSigner = keys.Strange[KeyUse.SecureBoot] }, new InspectionOptions());
        Assert.Empty(report.Findings);
        UkiReport uki = report.Disk!.BootPartitions[0].Files[1].Efi!;
        Assert.Equal(Verdict.NotChecked, uki.Verdict);
        Assert.NotNull(uki.Signatures[0].Signer);
        Assert.Equal(Verdict.NotChecked, report.Disk.Volumes[0].Verity!.Signature!.Verdict);
        Assert.Equal(Verdict.Ok, report.Disk.Volumes[0].Verity!.Verdict);
    }

    [Fact]
    public void A_boot_image_by_another_key_is_named_and_vouches_for_nothing()
    {
        InspectionReport report = Inspect(
            new SampleDisk(keys) { BootSigner = keys.Strange[KeyUse.SecureBoot] }, keys.TrustDb());
        Assert.Equal(Verdict.UnknownSigner, report.Verdict);
        Assert.Equal(
            ["partition 1 (esp), /EFI/BOOT/BOOTX64.EFI", "partition 1 (esp), /EFI/Linux/gateway_1.0.0+3.efi"],
            report.Findings.Select(f => f.Where));
        Assert.NotEqual(Verdict.Ok, report.Disk!.Volumes[0].Verity!.Signature!.Verdict);
    }

    [Fact]
    public void An_extension_by_another_key_is_found_inside_of_the_store()
    {
        var disk = new SampleDisk(keys) { AppSigner = keys.Strange[KeyUse.Verity] };
        Finding finding = Assert.Single(Inspect(disk, keys.TrustDb()).Findings);
        Assert.Equal(Verdict.UnknownSigner, finding.Verdict);
        Assert.Equal("partition 5 (gateway_1.0.0), /extensions/app.raw, partition 1 (app)", finding.Where);
    }

    [Fact]
    public void An_unsigned_extension_is_found_when_certificates_are_given()
    {
        var disk = new SampleDisk(keys) { AppSigner = null };
        Assert.Empty(Inspect(disk, new InspectionOptions()).Findings);
        Finding finding = Assert.Single(Inspect(disk, keys.TrustDb()).Findings);
        Assert.Equal(Verdict.NotSigned, finding.Verdict);
        Assert.Contains("/extensions/app.raw", finding.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_boot_image_that_names_another_root_hash_is_found()
    {
        var disk = new SampleDisk(keys) { RootHash = new string('a', 64) };
        Finding finding = Assert.Single(Inspect(disk, keys.TrustDb()).Findings, f => f.Verdict == Verdict.Damaged);
        Assert.Equal("partition 1 (esp), /EFI/Linux/gateway_1.0.0+3.efi", finding.Where);
        Assert.Contains(new string('a', 64), finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mode_that_lists_another_digest_is_found()
    {
        var disk = new SampleDisk(keys) { AppDigest = new string('b', 64) };
        InspectionReport report = Inspect(disk, keys.TrustDb());
        Assert.Equal(2, report.Findings.Length);
        Assert.All(report.Findings, f => Assert.Contains("lists the extension app", f.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, 8192, "partition 2 (gateway_1.0.0)")]
    [InlineData(3, 5000, "partition 2 (gateway_1.0.0)")]
    [InlineData(3, 4100, "partition 2 (gateway_1.0.0)")]
    [InlineData(5, 4096, "partition 5 (gateway_1.0.0)")]
    [InlineData(6, 4100, "partition 5 (gateway_1.0.0)")]
    public void A_flipped_byte_in_a_protected_partition_is_found(int partition, int offset, string where)
    {
        string path = new SampleDisk(keys).Write(_folder["disk.img"]);
        PartitionReport damaged = ImageInspector.Inspect(path, keys.TrustDb(), CancellationToken.None)
            .Disk!.Partitions[partition - 1];
        Flip(path, damaged.Offset + offset);
        InspectionReport report = ImageInspector.Inspect(path, keys.TrustDb(), CancellationToken.None);
        Assert.Equal(Verdict.Damaged, report.Verdict);
        Assert.Contains(report.Findings, f => f.Verdict == Verdict.Damaged && f.Where == where);
    }

    [Fact]
    public void A_changed_boot_image_is_damaged_whoever_signed_it()
    {
        string path = new SampleDisk(keys).Write(_folder["disk.img"]);
        byte[] disk = File.ReadAllBytes(path);
        Flip(path, SampleImages.IndexOf(disk, " quiet") + 1);
        foreach (InspectionOptions options in new[] { keys.TrustDb(), new InspectionOptions() })
        {
            InspectionReport report = ImageInspector.Inspect(path, options, CancellationToken.None);
            Assert.Contains(report.Findings, f => f.Verdict == Verdict.Damaged
                && f.Where == "partition 1 (esp), /EFI/Linux/gateway_1.0.0+3.efi");
        }
    }

    [Fact]
    public void A_damaged_backup_table_is_found()
    {
        string path = new SampleDisk(keys).Write(_folder["disk.img"]);
        Flip(path, new FileInfo(path).Length - 500);
        InspectionReport report = ImageInspector.Inspect(path, keys.TrustDb(), CancellationToken.None);
        Assert.NotNull(report.Disk!.BackupProblem);
        Assert.Contains("backup", Assert.Single(report.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_in_a_file_system_without_hash_tree_is_found_by_reading_it()
    {
        string path = new SampleDisk(keys).Write(_folder["disk.img"]);
        long factory = ImageInspector.Inspect(path, keys.TrustDb(), CancellationToken.None).Disk!.Partitions[7].Offset;
        Flip(path, factory + 2000);
        InspectionReport report = ImageInspector.Inspect(path, new InspectionOptions(), CancellationToken.None);
        Assert.Contains(report.Findings, f => f.Where.StartsWith("partition 8 (factory)", StringComparison.Ordinal));
    }

    [Fact]
    public void Damaged_disks_are_reported_whatever_is_wrong_with_them()
    {
        string path = new SampleDisk(keys).Write(_folder["disk.img"]);
        byte[] disk = File.ReadAllBytes(path);
        // Most of a disk is holes: the bytes that are something are more telling.
        int[] used = [.. Enumerable.Range(0, disk.Length / 512).Where(s => disk.AsSpan(s * 512, 512).ContainsAnyExcept((byte)0))];
        var random = new Random(7);
        int bad = 0;
        for (int i = 0; i < 60; i++)
        {
            // Half of them in the tables at the start and in the boot partition's head.
            int sector = used[random.Next(i % 2 == 0 ? Math.Min(120, used.Length) : used.Length)];
            long offset = (sector * 512L) + random.Next(512);
            Flip(path, offset);
            bad += ImageInspector.Inspect(path, keys.TrustDb(), CancellationToken.None).Findings.IsEmpty ? 0 : 1;
            Flip(path, offset);
        }
        Assert.InRange(bad, 10, 60);
        foreach (long length in new long[] { disk.Length - 512, disk.Length / 2, 2 << 20, 1 << 20, 17_408, 1024, 512, 1 })
        {
            using (FileStream file = File.OpenWrite(path))
            {
                file.SetLength(length);
            }
            Assert.Equal(Verdict.Damaged, ImageInspector.Inspect(path, keys.TrustDb(), CancellationToken.None).Verdict);
        }
    }

    [ToolFact("sfdisk")]
    public void Partitions_are_those_that_sfdisk_sees()
    {
        string path = new SampleDisk(keys).Write(_folder["disk.img"]);
        DiskReport disk = ImageInspector.Inspect(path, keys.TrustDb(), CancellationToken.None).Disk!;
        using JsonDocument json = JsonDocument.Parse(ForeignTool.Run("sfdisk", "--json", path).OutputBytes);
        JsonElement table = json.RootElement.GetProperty("partitiontable");
        Assert.Equal(disk.Id, Guid.Parse(table.GetProperty("id").GetString()!));
        Assert.Equal(
            table.GetProperty("partitions").EnumerateArray().Select(p => (
                Guid.Parse(p.GetProperty("type").GetString()!), Guid.Parse(p.GetProperty("uuid").GetString()!),
                p.GetProperty("name").GetString()!, p.GetProperty("start").GetInt64() * 512,
                p.GetProperty("size").GetInt64() * 512, p.TryGetProperty("attrs", out _))),
            disk.Partitions.Select(p => (p.Type, p.Id, p.Label, p.Offset, p.Size, p.IsReadOnly)));
    }

    public void Dispose() => _folder.Dispose();

    private InspectionReport Inspect(SampleDisk disk, InspectionOptions options) =>
        ImageInspector.Inspect(disk.Write(_folder["disk.img"]), options, CancellationToken.None);

    private static void Flip(string path, long offset)
    {
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        int old = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(old ^ 1));
    }
}
