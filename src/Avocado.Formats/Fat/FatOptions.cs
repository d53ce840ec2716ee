namespace Avocado.Formats.Fat;

/// <summary>What decides a FAT volume besides its files.</summary>
public sealed record FatOptions
{
    /// <summary>Length of the volume in bytes, a multiple of 512, at least 32.6 MiB.</summary>
    public required long Size { get; init; }

    /// <summary>Volume id; see <see cref="Identifiers.SeededIds.FatVolumeId"/>.</summary>
    public required uint VolumeId { get; init; }

    /// <summary>Label: up to 11 upper-case letters, digits, spaces, '-' and '_'; empty for none.</summary>
    public string Label { get; init; } = "";

    /// <summary>Seconds since 1970 for every timestamp, shown in UTC.</summary>
    public required long SourceDate { get; init; }
}
