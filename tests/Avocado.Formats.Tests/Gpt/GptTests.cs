using System.Text.Json;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Gpt;
using Avocado.Formats.Segments;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Gpt;

public sealed class GptTests
{
    [Theory]
    [InlineData(512, 1 << 20, 2048)]
    [InlineData(512, 4096, 40)]
    [InlineData(4096, 1 << 20, 256)]
    [InlineData(4096, 4096, 6)]
    public void A_disk_is_read_as_it_was_laid_out(int sectorSize, int alignment, long firstLba)
    {
        GptLayout layout = GptTestDisk.Layout(sectorSize, alignment);
        byte[] image = GptTestDisk.Image(layout);
        GptReader reader = GptReader.Read(new MemoryStream(image));
        Assert.True(reader.BackupAgrees);
        Assert.Equal<GptPartition>([.. layout.Disk.Partitions], [.. reader.Disk.Partitions]);
        Assert.Equal(layout.Disk with { Partitions = [] }, reader.Disk with { Partitions = [] });
        Assert.Equal(firstLba, reader.Disk.Partitions[0].FirstLba);
        Assert.Equal(GptTestDisk.EspContent, Start(reader, 0, GptTestDisk.EspContent.Length));
        Assert.Equal(GptTestDisk.RootContent, Start(reader, 1, GptTestDisk.RootContent.Length));
        Assert.Equal(1 << 20, reader.Open(reader.Disk.Partitions[0]).Length);
        Assert.Equal(102400, reader.Open(reader.Disk.Partitions[2]).Length);
    }

    [ToolTheory("sfdisk", "sgdisk")]
    [InlineData(1 << 20)]
    [InlineData(4096)]
    public void Sfdisk_and_sgdisk_find_nothing_wrong_and_read_what_was_laid_out(int alignment)
    {
        using var folder = new TemporaryFolder();
        GptLayout layout = GptTestDisk.Layout(alignment: alignment);
        string image = folder.Write("disk.img", GptTestDisk.Image(layout));

        string verdict = ForeignTool.Run("sfdisk", "--verify", image).Output;
        Assert.Contains("No errors detected", verdict, StringComparison.Ordinal);
        Assert.Contains("No problems found", ForeignTool.Run("sgdisk", "-v", image).Output, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(ForeignTool.Run("sfdisk", "--json", image).OutputBytes);
        JsonElement table = json.RootElement.GetProperty("partitiontable");
        Assert.Equal(layout.Disk.DiskId, Guid.Parse(table.GetProperty("id").GetString()!));
        Assert.Equal(layout.Disk.FirstUsableLba, table.GetProperty("firstlba").GetInt64());
        Assert.Equal(layout.Disk.LastUsableLba, table.GetProperty("lastlba").GetInt64());
        JsonElement[] partitions = [.. table.GetProperty("partitions").EnumerateArray()];
        Assert.Equal(layout.Disk.Partitions.Length, partitions.Length);
        foreach ((GptPartition expected, JsonElement actual) in layout.Disk.Partitions.Zip(partitions))
        {
            Assert.Equal(expected.FirstLba, actual.GetProperty("start").GetInt64());
            Assert.Equal(expected.SectorCount, actual.GetProperty("size").GetInt64());
            Assert.Equal(expected.Type, Guid.Parse(actual.GetProperty("type").GetString()!));
            Assert.Equal(expected.Id, Guid.Parse(actual.GetProperty("uuid").GetString()!));
            Assert.Equal(expected.Name, actual.GetProperty("name").GetString());
        }
        Assert.Equal("GUID:60", partitions[1].GetProperty("attrs").GetString());
        Assert.Equal("GUID:59,60", partitions[2].GetProperty("attrs").GetString());
    }

    [ToolFact("sfdisk")]
    public void A_table_that_sfdisk_wrote_is_read()
    {
        using var folder = new TemporaryFolder();
        string image = folder.Write("disk.img", new byte[4 << 20]);
        string script = """
            label: gpt
            label-id: 029F4951-90D3-4059-B93B-D358015A0A3B
            start=2048, size=1024, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, name="esp"
            start=4096, size=2048, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, name="root", attrs="GUID:60"
            """;
        Assert.Equal(0, ForeignTool.Try("sfdisk", null, System.Text.Encoding.ASCII.GetBytes(script), [image]).ExitCode);
        using FileStream stream = File.OpenRead(image);
        GptReader reader = GptReader.Read(stream);
        Assert.True(reader.BackupAgrees);
        Assert.Equal(GptTestDisk.Ids.Disk, reader.Disk.DiskId);
        Assert.Equal(["esp", "root"], reader.Disk.Partitions.Select(p => p.Name));
        Assert.Equal(GptAttributes.ReadOnly, reader.Disk.Partitions[1].Attributes);
        Assert.Equal((4096, 6143), (reader.Disk.Partitions[1].FirstLba, reader.Disk.Partitions[1].LastLba));
    }

    [Fact]
    public void The_same_partitions_give_the_same_disk() =>
        Assert.Equal(GptTestDisk.Image(GptTestDisk.Layout()), GptTestDisk.Image(GptTestDisk.Layout()));

    [Fact]
    public void A_disk_may_be_a_part_of_a_larger_output_and_is_sparse()
    {
        using var stream = new MemoryStream();
        var counter = new CountingOutput(new StreamOutput(stream));
        counter.Write(new byte[512]);
        GptLayout layout = GptTestDisk.Layout();
        layout.WriteTo(counter, CancellationToken.None);
        Assert.Equal(GptTestDisk.Image(layout), stream.ToArray()[512..]);
        // Two tables, the MBR and the two contents; all else is a hole.
        Assert.InRange(counter.Written, 0, 130_000);
    }

    [Fact]
    public void Without_a_size_the_disk_is_as_small_as_its_partitions_allow()
    {
        GptLayout layout = GptTestDisk.Layout(alignment: 4096, totalSize: null);
        long end = layout.Disk.OffsetOf(layout.Disk.Partitions[^1]) + layout.Disk.LengthOf(layout.Disk.Partitions[^1]);
        Assert.InRange(layout.Length, end + 33 * 512, end + 33 * 512 + 4095);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal("AVO0203", Assert.Throws<AvocadoException>(() => GptTestDisk.Layout(totalSize: 2 << 20)).Code.Id);
        AssertRefused(new PlannedPartition
        {
            Type = PartitionTypes.Esp,
            Id = Guid.NewGuid(),
            Name = new string('a', 37),
            Size = 4096,
        });
        AssertRefused(new PlannedPartition
        {
            Type = PartitionTypes.Esp,
            Id = Guid.NewGuid(),
            Name = "esp",
            Size = 4096,
            Content = new BytesSegment(new byte[4097]),
        });
        AssertRefused(new PlannedPartition { Type = PartitionTypes.Esp, Id = Guid.NewGuid(), Name = "esp" });
    }

    [Fact]
    public void A_bad_backup_table_is_reported_and_does_not_stop_the_reader()
    {
        byte[] image = GptTestDisk.Image(GptTestDisk.Layout());
        Assert.Null(Problem(image));
        Assert.NotNull(Problem([.. image, .. new byte[4096]]));
        foreach (int at in new[] { image.Length - 512, image.Length - 480, image.Length - 33 * 512 + 60 })
        {
            byte[] bad = (byte[])image.Clone();
            bad[at] ^= 1;
            Assert.NotNull(Problem(bad));
        }
        byte[] other = GptTestDisk.Image(GptTestDisk.Layout(alignment: 4096));
        other.AsSpan(other.Length - 33 * 512).CopyTo(image.AsSpan(image.Length - 33 * 512));
        Assert.Contains("differs", Problem(image), StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_partitions_are_refused_even_with_good_checksums()
    {
        GptDisk disk = GptTestDisk.Layout().Disk;
        GptPartition first = disk.Partitions[0];
        foreach (GptPartition bad in new[]
        {
            disk.Partitions[1] with { FirstLba = first.LastLba },
            disk.Partitions[1] with { LastLba = disk.LastUsableLba + 1 },
            disk.Partitions[1] with { FirstLba = 20 },
            disk.Partitions[1] with { Id = first.Id },
        })
        {
            byte[] image = GptTestDisk.Image(GptTestDisk.Layout());
            Overwrite(image, disk with { Partitions = [first, bad] });
            Assert.Throws<DamagedFormatException>(() => GptReader.Read(new MemoryStream(image)));
        }
    }

    [Fact]
    public void Damaged_tables_give_typed_errors_or_the_table_that_was_written()
    {
        GptLayout layout = GptTestDisk.Layout(alignment: 4096, totalSize: null);
        byte[] image = GptTestDisk.Image(layout);
        var run = new DamageRun(image, bad =>
        {
            GptReader reader = GptReader.Read(new MemoryStream(bad));
            Assert.Equal<GptPartition>([.. layout.Disk.Partitions], [.. reader.Disk.Partitions]);
            foreach (GptPartition partition in reader.Disk.Partitions)
            {
                reader.Open(partition).CopyTo(Stream.Null);
            }
        });
        const int tables = 34 * 512;
        run.Truncate().FlipBits(1000, 0, tables).Overwrite(500, 0, tables).FlipBits(300, image.Length - tables);
        Assert.InRange(run.Refused, 600, int.MaxValue);
        Assert.InRange(run.Accepted, 300, int.MaxValue);
    }

    [Fact]
    public void Hostile_sizes_with_good_checksums_are_refused()
    {
        byte[] image = GptTestDisk.Image(GptTestDisk.Layout());
        GptHeader good = GptHeader.Read(image.AsSpan(512, 512));
        foreach (GptHeader bad in new[]
        {
            good with { EntryCount = int.MaxValue },
            good with { EntryCount = 1024, EntrySize = int.MaxValue },
            good with { EntryCount = 0 },
            good with { EntriesLba = long.MaxValue },
            good with { EntriesLba = long.MaxValue / 4096 },
            good with { EntriesLba = 1 },
            good with { LastUsableLba = long.MaxValue / 4096 },
            good with { FirstUsableLba = 3 },
            good with { MyLba = 2 },
        })
        {
            bad.Write(image.AsSpan(512));
            Assert.Throws<DamagedFormatException>(() => GptReader.Read(new MemoryStream(image)));
        }
    }

    [Fact]
    public void Every_partition_type_is_there_once()
    {
        Guid[] types =
        [
            .. PartitionTypes.Architectures.SelectMany(a => new[] { a.Root, a.Usr })
                .SelectMany(t => new[] { t.Data, t.Verity, t.Signature }),
            PartitionTypes.Esp, PartitionTypes.Xbootldr, PartitionTypes.Swap, PartitionTypes.Home, PartitionTypes.Srv,
            PartitionTypes.Var, PartitionTypes.Tmp, PartitionTypes.Generic, PartitionTypes.UserHome,
        ];
        Assert.Equal(types.Length, types.Distinct().Count());
        Assert.Same(PartitionTypes.Arm64, PartitionTypes.Find("arm64"));
        Assert.Null(PartitionTypes.Find("vax"));
    }

    private static void AssertRefused(PlannedPartition partition) => Assert.Equal("AVO0203",
        Assert.Throws<AvocadoException>(() =>
            GptLayout.Create(new GptOptions { DiskId = Guid.NewGuid() }, [partition])).Code.Id);

    private static string? Problem(byte[] image) => GptReader.Read(new MemoryStream(image)).BackupProblem;

    private static void Overwrite(byte[] image, GptDisk disk) => GptTestDisk.Image(disk.Primary()).CopyTo(image, 0);

    private static byte[] Start(GptReader reader, int index, int length)
    {
        var bytes = new byte[length];
        reader.Open(reader.Disk.Partitions[index]).ReadExactly(bytes);
        return bytes;
    }

    private sealed class CountingOutput(IImageOutput inner) : IImageOutput
    {
        public long Written { get; private set; }

        public long Position => inner.Position;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            Written += bytes.Length;
            inner.Write(bytes);
        }

        public void Skip(long count) => inner.Skip(count);
    }
}
