using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Gpt;

/// <summary>
/// A partition table that was read and found good: checksums, bounds, no overlaps. The sector size is found by
/// looking for the header. The backup table may be bad; then <see cref="BackupProblem"/> says why.
/// </summary>
public sealed class GptReader
{
    private static readonly int[] SectorSizes = [512, 4096];

    private readonly Stream _disk;

    private GptReader(Stream disk, GptDisk table, string? backupProblem)
    {
        _disk = disk;
        Disk = table;
        BackupProblem = backupProblem;
    }

    /// <summary>The primary table.</summary>
    public GptDisk Disk { get; }

    /// <summary>What is wrong with the backup table; null when it agrees with the primary one.</summary>
    public string? BackupProblem { get; }

    /// <summary>True when the backup table says the same as the primary one.</summary>
    public bool BackupAgrees => BackupProblem is null;

    /// <summary>Reads the table of a disk or image.</summary>
    /// <param name="disk">Seekable, the disk's first byte at position 0; stays the caller's.</param>
    /// <exception cref="AvocadoException">AVO0201, AVO0202: no good table.</exception>
    public static GptReader Read(Stream disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        var mbr = new byte[ProtectiveMbr.Size];
        ReadAt(disk, 0, mbr);
        ProtectiveMbr.Check(mbr);
        int sectorSize = Probe(disk);
        GptHeader header = ReadHeader(disk, 1, sectorSize);
        byte[] entries = ReadEntries(disk, header, sectorSize);
        long sectorCount = disk.Length / sectorSize;
        ImmutableArray<GptPartition> partitions = Parse(entries, header.EntrySize);
        CheckPlaces(header, partitions, sectorSize, sectorCount);
        var table = new GptDisk
        {
            SectorSize = sectorSize,
            SectorCount = sectorCount,
            DiskId = header.DiskId,
            FirstUsableLba = header.FirstUsableLba,
            LastUsableLba = header.LastUsableLba,
            Partitions = partitions,
        };
        return new GptReader(disk, table, CheckBackup(disk, header, entries, sectorSize, sectorCount));
    }

    /// <summary>A partition's bytes: a read-only, seekable view that ends with the disk's stream.</summary>
    public Stream Open(GptPartition partition) =>
        new RunStream(_disk, new StreamRun(Disk.OffsetOf(partition), Disk.LengthOf(partition)));

    private static int Probe(Stream disk)
    {
        var signature = new byte[GptHeader.Signature.Length];
        foreach (int size in SectorSizes)
        {
            if (disk.Length >= 2 * size)
            {
                ReadAt(disk, size, signature);
                if (signature.AsSpan().SequenceEqual(GptHeader.Signature))
                {
                    return size;
                }
            }
        }
        throw Damaged("there is no header");
    }

    private static GptHeader ReadHeader(Stream disk, long lba, int sectorSize)
    {
        var sector = new byte[sectorSize];
        ReadAt(disk, checked(lba * sectorSize), sector);
        GptHeader header = GptHeader.Read(sector);
        return header.MyLba == lba ? header : throw Damaged($"the header in sector {lba} is that of {header.MyLba}");
    }

    private static byte[] ReadEntries(Stream disk, GptHeader header, int sectorSize)
    {
        var entries = new byte[header.EntriesLength];
        ReadAt(disk, checked(header.EntriesLba * sectorSize), entries);
        return Crc32.Of(entries) == header.EntriesChecksum
            ? entries
            : throw Damaged("the partition entries do not match their checksum");
    }

    private static ImmutableArray<GptPartition> Parse(byte[] entries, int entrySize)
    {
        var partitions = ImmutableArray.CreateBuilder<GptPartition>();
        var ids = new HashSet<Guid>();
        for (int at = 0; at < entries.Length; at += entrySize)
        {
            if (GptPartition.Read(entries.AsSpan(at, entrySize)) is { } partition)
            {
                partitions.Add(ids.Add(partition.Id)
                    ? partition
                    : throw Damaged($"two partitions have the id {partition.Id}"));
            }
        }
        return partitions.ToImmutable();
    }

    private static void CheckPlaces(
        GptHeader header, ImmutableArray<GptPartition> partitions, int sectorSize, long sectorCount)
    {
        long entriesEnd = header.EntriesLba + (header.EntriesLength + sectorSize - 1) / sectorSize;
        if (header.EntriesLba < 2 || header.FirstUsableLba < entriesEnd
            || header.FirstUsableLba > header.LastUsableLba + 1 || header.LastUsableLba >= sectorCount)
        {
            throw Damaged($"partitions may lie from sector {header.FirstUsableLba} to {header.LastUsableLba}, "
                + $"the disk has {sectorCount} sectors");
        }
        long free = header.FirstUsableLba;
        foreach (GptPartition partition in partitions.OrderBy(p => p.FirstLba))
        {
            if (partition.FirstLba < free || partition.LastLba > header.LastUsableLba)
            {
                throw Damaged($"partition {partition.Id} overlaps another or lies outside of the disk");
            }
            free = partition.LastLba + 1;
        }
    }

    private static string? CheckBackup(
        Stream disk, GptHeader primary, byte[] entries, int sectorSize, long sectorCount)
    {
        if (primary.AlternateLba != sectorCount - 1)
        {
            return $"it should be in sector {primary.AlternateLba}, the disk ends with sector {sectorCount - 1}";
        }
        try
        {
            GptHeader backup = ReadHeader(disk, primary.AlternateLba, sectorSize);
            GptHeader expected = primary with
            {
                MyLba = primary.AlternateLba,
                AlternateLba = primary.MyLba,
                EntriesLba = backup.EntriesLba,
            };
            return backup != expected ? "its header differs"
                : backup.EntriesLba <= primary.LastUsableLba ? "its entries lie where partitions may be"
                : !ReadEntries(disk, backup, sectorSize).AsSpan().SequenceEqual(entries) ? "its entries differ"
                : null;
        }
        catch (AvocadoException error)
        {
            return error.Message;
        }
    }

    private static void ReadAt(Stream disk, long position, Span<byte> bytes)
    {
        if (position > disk.Length - bytes.Length)
        {
            throw Damaged($"the disk ends at byte {disk.Length}");
        }
        disk.Position = position;
        disk.ReadExactly(bytes);
    }

    private static DamagedFormatException Damaged(string what) => new(GptHeader.FormatName, what);
}
