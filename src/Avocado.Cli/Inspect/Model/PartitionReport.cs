namespace Avocado.Cli.Inspect.Model;

/// <summary>A row of a partition table.</summary>
internal sealed record PartitionReport
{
    /// <summary>Counted from 1 in the order of the table.</summary>
    public required int Number { get; init; }

    public required string Label { get; init; }

    /// <summary>What it is for.</summary>
    public required Guid Type { get; init; }

    /// <summary>The type's name, such as "root (x86-64)"; null for types that this tool does not know.</summary>
    public string? TypeName { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Bytes from the start of the disk.</summary>
    public required long Offset { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The read-only flag.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>True for a slot that waits for an update: labelled "_empty".</summary>
    public required bool IsFree { get; init; }

    /// <summary>What its first bytes are: "SquashFS", "dm-verity", "FAT", "ext4"...; null when unknown.</summary>
    public string? Content { get; init; }
}
