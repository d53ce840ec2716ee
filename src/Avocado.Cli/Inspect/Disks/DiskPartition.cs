using Avocado.Formats.Gpt;

namespace Avocado.Cli.Inspect.Disks;

/// <summary>A partition with what its type and its first bytes say.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Entry">The row of the table.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Role">What its type means.</param>
/// <param name="Content">What its first bytes are.</param>
internal sealed record DiskPartition(int Number, GptPartition Entry, long Length, PartitionRole? Role, string? Content)
{
    /// <summary>systemd's label of a slot that waits for an update.</summary>
    private const string FreeLabel = "_empty";

    /// <summary>True for a slot that waits for an update.</summary>
    public bool IsFree => Entry.Name == FreeLabel;

    /// <summary>True where firmware reads.</summary>
    public bool IsBoot => Entry.Type == PartitionTypes.Esp || Entry.Type == PartitionTypes.Xbootldr;

    /// <summary>Its place in a protected file system: a hash tree is known by its superblock too.</summary>
    public VerityPart Part =>
        Role is { Family: not null } ? Role.Part
        : Content == ContentProbe.Verity ? VerityPart.Hash
        : VerityPart.Data;

    /// <summary>As findings name it.</summary>
    public string Title => Entry.Name.Length == 0 ? $"partition {Number}" : $"partition {Number} ({Entry.Name})";
}
