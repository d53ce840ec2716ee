using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>One name in an image that was read.</summary>
public sealed record SquashFsEntry
{
    /// <summary>Where it is.</summary>
    public required UnixPath Path { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>The lower 12 bits of st_mode.</summary>
    public required ushort Mode { get; init; }

    /// <summary>Numeric owner.</summary>
    public required uint Uid { get; init; }

    /// <summary>Numeric group.</summary>
    public required uint Gid { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long ModificationTime { get; init; }

    /// <summary>Names of one file (hard links) have the same.</summary>
    public required uint InodeNumber { get; init; }

    /// <summary>How many names the inode says it has.</summary>
    public required uint Links { get; init; }

    /// <summary>Extended attributes, sorted by the bytes of their names.</summary>
    public required ImmutableArray<ExtendedAttribute> Attributes { get; init; }

    /// <summary>Bytes of a regular file; 0 otherwise.</summary>
    public long Size => (long)File.Length;

    /// <summary>A symbolic link's target; empty otherwise.</summary>
    public ReadOnlyMemory<byte> LinkTarget { get; init; }

    /// <summary>A device node's number.</summary>
    public DeviceNumber Device { get; init; }

    /// <summary>Where its own blocks start; null when it has none.</summary>
    internal long? DataStart => Kind == EntryKind.File && File.Start > 0 ? (long)File.Start : null;

    /// <summary>Where the inode is.</summary>
    internal MetadataReference Inode { get; init; }

    /// <summary>A regular file's data.</summary>
    internal FileBody File { get; init; }

    /// <summary>A regular file's list of block sizes.</summary>
    internal MetadataReference Blocks { get; init; }

    /// <summary>A directory's listing.</summary>
    internal DirectoryBody Directory { get; init; }
}
