using System.Buffers.Binary;
using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Fat;
using Avocado.Formats.Gpt;
using Avocado.Formats.Segments;
using Avocado.Formats.Tests.Harness;
using Avocado.Testing;

namespace Avocado.Formats.Tests.Fat;

public sealed class FatTests
{
    [Theory]
    [InlineData(34L << 20)]
    [InlineData(512L << 20)]
    public void A_volume_is_read_as_it_was_written(long size)
    {
        byte[] image = FatTestVolume.Image(FatTestVolume.Options with { Size = size });
        FatReader reader = FatReader.Read(new MemoryStream(image));
        Assert.Equal(0x877A9082u, reader.VolumeId);
        Assert.Equal("ESP", reader.Label);
        foreach (FatFile file in FatTestVolume.Files)
        {
            FatNode node = reader.Find(file.Path)!;
            Assert.Equal(file.Path, node.Path);
            Assert.Equal(file.Content is null, node.IsDirectory);
            Assert.Equal(FatTestVolume.SourceDate / 2 * 2, node.ModificationTime);
            if (file.Content is { } content)
            {
                Assert.Equal(content.ReadAll(), Bytes(reader, node));
            }
        }
        Assert.Equal(FatTestVolume.Files.Count(f => f.Content is not null), reader.Nodes.Count(n => !n.IsDirectory));
        Assert.Equal("/EFI/BOOT/BOOTX64.EFI", reader.Find("efi/boot/bootx64.efi")?.Path.ToString());
    }

    [ToolTheory("fsck.vfat", "mdir", "mcopy", "mtype")]
    [InlineData(34L << 20)]
    [InlineData(300L << 20)]
    public void Fsck_finds_nothing_wrong_and_mtools_reads_every_file(long size)
    {
        using var folder = new TemporaryFolder();
        string image = folder["esp.img"];
        var writer = new FatWriter(FatTestVolume.Options with { Size = size }, FatTestVolume.Files);
        using (FileStream file = File.Create(image))
        {
            var output = new StreamOutput(file);
            writer.WriteTo(output, CancellationToken.None);
            output.Complete();
        }
        string verdict = ForeignTool.Run("fsck.vfat", "-n", "-v", image).Output;
        Assert.DoesNotContain("differen", verdict, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("wrong", verdict, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"{FatTestVolume.Files.Length + 9} files", verdict, StringComparison.Ordinal);

        string listing = ForeignTool.Run("mdir", "-i", image, "-/", "-a", "::").Output;
        Assert.Contains("Volume Serial Number is 877A-9082", listing, StringComparison.Ordinal);
        Assert.Contains("2023-11-14  22:13", listing, StringComparison.Ordinal);
        Assert.Contains(writer.FreeSpace.ToString("N0").Replace(',', ' ') + " bytes free", listing,
            StringComparison.Ordinal);

        string copy = folder["copy"];
        Directory.CreateDirectory(copy);
        ForeignTool.Run("mcopy", "-s", "-n", "-i", image, "::*", copy);
        foreach (FatFile file in FatTestVolume.Files)
        {
            // mtools knows no UTF-16 surrogates and shows two '_' for such a pair.
            string path = Path.Combine(copy, file.Path.ToString()[1..].Replace("😀", "__", StringComparison.Ordinal));
            Assert.True(file.Content is null ? Directory.Exists(path) : File.Exists(path), path);
            if (file.Content is { } content)
            {
                Assert.Equal(content.ReadAll(), File.ReadAllBytes(path));
            }
        }
        Assert.Equal(FatTestVolume.Files.First(f => f.Path == "loader/loader.conf").Content!.ReadAll(),
            ForeignTool.Run("mtype", "-i", image, "::/LOADER/LOADER~1.CON").OutputBytes);
    }

    [ToolFact("mkfs.vfat", "mcopy", "mmd")]
    public void A_volume_that_mtools_wrote_is_read()
    {
        using var folder = new TemporaryFolder();
        string image = folder["esp.img"];
        using (FileStream file = File.Create(image))
        {
            file.SetLength(FatTestVolume.MinSize);
        }
        ForeignTool.Run("mkfs.vfat", "--invariant", "-F", "32", "-i", "12345678", "-n", "SYSTEM", image);
        ForeignTool.Run("mmd", "-i", image, "::/EFI", "::/EFI/Linux");
        byte[] bytes = FatTestVolume.File("a", 200_000).Content!.ReadAll();
        string source = folder.Write("gateway_1.0.0.efi", bytes);
        ForeignTool.Run("mcopy", "-i", image, source, "::/EFI/Linux/gateway_1.0.0.efi");
        ForeignTool.Run("mcopy", "-i", image, source, "::/EFI/Linux/kernel.efi");
        using FileStream stream = File.OpenRead(image);
        FatReader reader = FatReader.Read(stream);
        Assert.Equal(0x12345678u, reader.VolumeId);
        Assert.Equal("SYSTEM", reader.Label);
        Assert.Equal(["/EFI", "/EFI/Linux", "/EFI/Linux/gateway_1.0.0.efi", "/EFI/Linux/kernel.efi"],
            reader.Nodes.Select(n => n.Path.ToString()));
        Assert.Equal(bytes, Bytes(reader, reader.Nodes[2]));
        Assert.Equal(bytes, Bytes(reader, reader.Nodes[3]));
    }

    [Fact]
    public void The_same_files_in_any_order_give_the_same_volume() =>
        Assert.Equal(FatTestVolume.Image(), FatTestVolume.Image(files: FatTestVolume.Files.Reverse()));

    [Fact]
    public void Short_names_are_those_of_the_specification_and_never_meet()
    {
        byte[] image = FatTestVolume.Image();
        var names = new HashSet<string>();
        FatGeometry geometry = FatBootSector.Read(image).Geometry;
        for (long at = geometry.OffsetOf(2); image[at] != 0; at += 32)
        {
            if (image[at + 11] != 0x0F)
            {
                Assert.True(names.Add(Encoding.ASCII.GetString(image, (int)at, 11)));
            }
        }
        // "LONGFI~1.TXT" has the tail that the first long name would get.
        string[] expected =
        [
            "README  TXT", "HIDDEN~1   ", "A_B_CT~1GZ ", "LONGFI~1TXT", "LONGFI~2TXT", "LONGFI~3TXT", "EFI        ",
        ];
        Assert.Superset(new HashSet<string>(expected), names);
        // FAT specification 7.2, computed by hand: rotate right, add.
        Assert.Equal(0x73, FatLongName.ChecksumOf("README  TXT"));
    }

    [Theory]
    [InlineData("a:b")]
    [InlineData("a?")]
    [InlineData("trailing.")]
    [InlineData("trailing ")]
    [InlineData("bell\a")]
    public void Names_that_fat_cannot_have_are_refused(string name) => AssertRefused([FatTestVolume.File(name, 1)]);

    [Fact]
    public void Names_that_differ_only_in_case_are_refused()
    {
        AssertRefused([FatTestVolume.File("EFI/a", 1), FatTestVolume.File("EFI/A", 1)]);
        AssertRefused([FatTestVolume.File("EFI/a", 1), FatTestVolume.File("efi/b", 1)]);
        AssertRefused([FatTestVolume.File("EFI", 1), FatTestVolume.File("EFI/b", 1)]);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        AssertRefused([FatTestVolume.File("big", 40 << 20)]);
        AssertRefused([], FatTestVolume.Options with { Size = 32 << 20 });
        AssertRefused([], FatTestVolume.Options with { Size = (34 << 20) + 1 });
        AssertRefused([], FatTestVolume.Options with { Label = "too long label" });
        AssertRefused([], FatTestVolume.Options with { Label = "lower" });
    }

    [Fact]
    public void An_empty_volume_without_label_is_good()
    {
        byte[] image = FatTestVolume.Image(FatTestVolume.Options with { Label = "" }, []);
        FatReader reader = FatReader.Read(new MemoryStream(image));
        Assert.Empty(reader.Nodes);
        Assert.Equal("", reader.Label);
    }

    [Fact]
    public void Times_outside_of_what_fat_can_say_are_clamped()
    {
        foreach ((long date, long expected) in new[]
        {
            (0L, 315532800L), (long.MaxValue, 4354819198L), (951782400L, 951782400L),
        })
        {
            Assert.Equal(expected, FatTime.Of(date).ToUnixSeconds());
        }
        Assert.Null(new FatTime(0, 0).ToUnixSeconds());
        Assert.Null(new FatTime(0x5821, ushort.MaxValue).ToUnixSeconds());
    }

    [Fact]
    public void Loops_and_cross_links_are_refused()
    {
        byte[] good = FatTestVolume.Image();
        FatGeometry geometry = FatBootSector.Read(good).Geometry;
        FatReader reader = FatReader.Read(new MemoryStream(good));
        long offset = reader.Find("EFI/Linux/gateway_1.4.0~rc1+3.efi")!.Runs[0].Offset;
        uint first = (uint)((offset - geometry.OffsetOf(2)) / 512 + 2);
        foreach ((uint cluster, uint next) in new[]
        {
            (first + 3, first), (first + 3, 2u), (2u, 2u), (first, 0u), (first, 1u), (first, 0x0FFFFFF7u),
            (first, 0x0FFFFFFFu), (first, (uint)geometry.ClusterCount + 2), (first, first + 2),
        })
        {
            byte[] bad = (byte[])good.Clone();
            BinaryPrimitives.WriteUInt32LittleEndian(bad.AsSpan(32 * 512 + (int)cluster * 4), next);
            Assert.Throws<DamagedFormatException>(() => FatReader.Read(new MemoryStream(bad)));
        }
    }

    [Fact]
    public void A_file_in_scattered_clusters_is_read_in_the_order_of_its_chain()
    {
        byte[] image = FatTestVolume.Image();
        FatGeometry geometry = FatBootSector.Read(image).Geometry;
        FatFile file = FatTestVolume.Files.First(f => f.Path == "EFI/BOOT/BOOTX64.EFI");
        long offset = FatReader.Read(new MemoryStream(image)).Find(file.Path)!.Runs[0].Offset;
        uint first = (uint)((offset - geometry.OffsetOf(2)) / 512 + 2);
        foreach ((uint cluster, uint next) in new[] { (0u, 2u), (2u, 1u), (1u, 3u) })
        {
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(32 * 512 + (int)(first + cluster) * 4), first + next);
        }
        Span<byte> second = image.AsSpan((int)offset + 512, 512);
        Span<byte> third = image.AsSpan((int)offset + 1024, 512);
        byte[] kept = second.ToArray();
        third.CopyTo(second);
        kept.CopyTo(third);
        FatReader reader = FatReader.Read(new MemoryStream(image));
        FatNode node = reader.Find(file.Path)!;
        Assert.Equal(4, node.Runs.Length);
        Assert.Equal(file.Content!.ReadAll(), Bytes(reader, node));
        using Stream stream = reader.Open(node);
        stream.Position = 1500;
        var some = new byte[100];
        stream.ReadExactly(some);
        Assert.Equal(file.Content!.ReadAll()[1500..1600], some);
    }

    [ToolFact("mtype")]
    public void A_volume_inside_of_a_disk_is_read_by_mtools_and_by_us()
    {
        using var folder = new TemporaryFolder();
        GptLayout layout = GptLayout.Create(
            new GptOptions { DiskId = new Guid(1, 2, 3, new byte[8]) },
            [
                new PlannedPartition
                {
                    Type = PartitionTypes.Esp,
                    Id = new Guid(4, 5, 6, new byte[8]),
                    Name = "esp",
                    Content = new FatWriter(FatTestVolume.Options, FatTestVolume.Files),
                },
            ]);
        string disk = folder["disk.img"];
        using FileStream stream = File.Create(disk);
        var output = new StreamOutput(stream);
        layout.WriteTo(output, CancellationToken.None);
        output.Complete();
        byte[] expected = FatTestVolume.Files.First(f => f.Path == "EFI/BOOT/BOOTX64.EFI").Content!.ReadAll();
        Assert.Equal(expected, ForeignTool.Run("mtype", "-i", disk + "@@1M", "::/EFI/BOOT/BOOTX64.EFI").OutputBytes);
        GptReader gpt = GptReader.Read(stream);
        FatReader reader = FatReader.Read(gpt.Open(gpt.Disk.Partitions[0]));
        Assert.Equal(expected, Bytes(reader, reader.Find("EFI/BOOT/BOOTX64.EFI")!));
    }

    [Fact]
    public void Damaged_volumes_give_typed_errors_or_a_listing()
    {
        byte[] image = FatTestVolume.Image();
        FatGeometry geometry = FatBootSector.Read(image).Geometry;
        int fat = geometry.ReservedSectors * 512;
        int data = (int)geometry.OffsetOf(2);
        var run = new DamageRun(image, bad =>
        {
            FatReader reader = FatReader.Read(new MemoryStream(bad));
            foreach (FatNode node in reader.Nodes.Where(n => !n.IsDirectory))
            {
                using Stream file = reader.Open(node);
                Assert.Equal(node.Size, file.Length);
            }
        });
        run.FlipBits(150, 0, 128).Overwrite(100, 0, 128).FlipBits(100, fat, fat + 4096).FlipBits(200, data, data + 2048)
            .Overwrite(150, data, data + 2048).Truncate(everyLengthTo: 520);
        Assert.InRange(run.Refused, 600, int.MaxValue);
    }

    private static void AssertRefused(FatFile[] files, FatOptions? options = null) => Assert.Equal("AVO0203",
        Assert.Throws<AvocadoException>(() => new FatWriter(options ?? FatTestVolume.Options, files)).Code.Id);

    private static byte[] Bytes(FatReader reader, FatNode node)
    {
        using var copy = new MemoryStream();
        using Stream file = reader.Open(node);
        file.CopyTo(copy);
        Assert.Equal(node.Size, copy.Length);
        return copy.ToArray();
    }
}
