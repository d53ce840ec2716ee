using System.Collections.Immutable;
using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Gpt;

/// <summary>A partition table as data, laid out or read.</summary>
public sealed record GptDisk
{
    /// <summary>How many entries a table that we write has.</summary>
    public const int EntryCount = 128;

    /// <summary>Size of a sector in bytes: 512 or 4096.</summary>
    public required int SectorSize { get; init; }

    /// <summary>Size of the disk in sectors.</summary>
    public required long SectorCount { get; init; }

    /// <summary>The disk's own GUID.</summary>
    public required Guid DiskId { get; init; }

    /// <summary>First sector for partitions.</summary>
    public required long FirstUsableLba { get; init; }

    /// <summary>Last sector for partitions, inclusive.</summary>
    public required long LastUsableLba { get; init; }

    /// <summary>The used entries, in the order of the table.</summary>
    public required ImmutableArray<GptPartition> Partitions { get; init; }

    /// <summary>Sectors that a table's entries take.</summary>
    internal static long EntrySectors(int sectorSize) => (long)EntryCount * GptPartition.Size / sectorSize;

    /// <summary>Where a partition starts, in bytes.</summary>
    public long OffsetOf(GptPartition partition) => partition.FirstLba * SectorSize;

    /// <summary>How long a partition is, in bytes.</summary>
    public long LengthOf(GptPartition partition) => partition.SectorCount * SectorSize;

    /// <summary>The bytes from sector 0: protective MBR, header, entries.</summary>
    public ISegment Primary()
    {
        byte[] entries = Entries();
        var bytes = new byte[2 * SectorSize + entries.Length];
        ProtectiveMbr.Write(bytes, SectorCount);
        Header(entries, myLba: 1, otherLba: SectorCount - 1, entriesLba: 2).Write(bytes.AsSpan(SectorSize));
        entries.CopyTo(bytes.AsSpan(2 * SectorSize));
        return new BytesSegment(bytes);
    }

    /// <summary>The bytes that end with the last sector: entries, header.</summary>
    public ISegment Backup()
    {
        byte[] entries = Entries();
        var bytes = new byte[entries.Length + SectorSize];
        entries.CopyTo(bytes.AsSpan());
        long last = SectorCount - 1;
        Header(entries, myLba: last, otherLba: 1, entriesLba: last - EntrySectors(SectorSize))
            .Write(bytes.AsSpan(entries.Length));
        return new BytesSegment(bytes);
    }

    private byte[] Entries()
    {
        var bytes = new byte[EntryCount * GptPartition.Size];
        for (int i = 0; i < Partitions.Length; i++)
        {
            Partitions[i].Write(bytes.AsSpan(i * GptPartition.Size));
        }
        return bytes;
    }

    private GptHeader Header(byte[] entries, long myLba, long otherLba, long entriesLba) => new()
    {
        MyLba = myLba,
        AlternateLba = otherLba,
        FirstUsableLba = FirstUsableLba,
        LastUsableLba = LastUsableLba,
        DiskId = DiskId,
        EntriesLba = entriesLba,
        EntryCount = EntryCount,
        EntrySize = GptPartition.Size,
        EntriesChecksum = Crc32.Of(entries),
    };
}
