using Avocado.Files;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;
using Avocado.Formats.Verity;

namespace Avocado.Formats.Ddi;

/// <summary>What goes into a discoverable disk image.</summary>
public sealed record DdiContents
{
    /// <summary>The partition types: those of the image's architecture, root for extensions.</summary>
    public required ArchitectureTypes Architecture { get; init; }

    /// <summary>Disk GUID and the id of the signature partition derive from it.</summary>
    public required SeededIds Ids { get; init; }

    /// <summary>The file system, a multiple of 4096 bytes.</summary>
    public required ISegment Data { get; init; }

    /// <summary>Hash of the file system's tree; the ids of the two partitions are its halves.</summary>
    public required Sha256Digest RootHash { get; init; }

    /// <summary>Superblock and hash tree.</summary>
    public required ISegment HashTree { get; init; }

    /// <summary>The signature over the root hash; null for an unsigned image.</summary>
    public VeritySignature? Signature { get; init; }

    /// <summary>
    /// Label of the data partition; "-verity" and "-verity-sig" follow for the others. Null for what systemd-repart
    /// writes: "root-x86-64".
    /// </summary>
    public string? Label { get; init; }
}
