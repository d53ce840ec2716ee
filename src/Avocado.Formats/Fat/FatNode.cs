using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Fat;

/// <summary>A file or folder of a FAT volume that was read.</summary>
public sealed record FatNode
{
    /// <summary>Where it is, in the case of its long name.</summary>
    public required UnixPath Path { get; init; }

    /// <summary>True for a folder.</summary>
    public required bool IsDirectory { get; init; }

    /// <summary>A file's length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>
    /// When it was last written, in seconds since 1970, read as UTC; null when the fields are no date.
    /// </summary>
    public required long? ModificationTime { get; init; }

    /// <summary>Its bytes in the volume.</summary>
    internal StreamRun[] Runs { get; init; } = [];
}
