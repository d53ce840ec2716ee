namespace Avocado.Formats.Gpt;

/// <summary>What decides a disk's layout besides its partitions.</summary>
public sealed record GptOptions
{
    /// <summary>1 MiB: what every partitioning tool uses for disks.</summary>
    public const int DiskAlignment = 1 << 20;

    /// <summary>4 KiB: for images that are opened as loop devices; the first partition starts at sector 40.</summary>
    public const int ImageAlignment = 4096;

    /// <summary>The disk's own GUID.</summary>
    public required Guid DiskId { get; init; }

    /// <summary>512 bytes, as firmware expects of the disks we write.</summary>
    public int SectorSize { get; init; } = 512;

    /// <summary>Partitions start at multiples of this many bytes.</summary>
    public int Alignment { get; init; } = DiskAlignment;

    /// <summary>
    /// Size of the disk in bytes; null for the smallest multiple of the alignment that holds everything.
    /// </summary>
    public long? TotalSize { get; init; }
}
