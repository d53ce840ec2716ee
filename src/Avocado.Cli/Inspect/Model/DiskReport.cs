using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>A disk with a GUID partition table.</summary>
internal sealed record DiskReport
{
    /// <summary>The disk's own GUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>512 or 4096.</summary>
    public required int SectorSize { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>What is wrong with the backup table; null when it agrees with the primary one.</summary>
    public string? BackupProblem { get; init; }

    /// <summary>In the order of the table.</summary>
    public required ImmutableArray<PartitionReport> Partitions { get; init; }

    /// <summary>The partitions that firmware reads.</summary>
    public ImmutableArray<BootPartitionReport> BootPartitions { get; init; } = [];

    /// <summary>File systems with their hash trees and signatures.</summary>
    public ImmutableArray<VolumeReport> Volumes { get; init; } = [];
}
