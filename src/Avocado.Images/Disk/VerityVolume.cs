using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Images.Disk;

/// <summary>A read-only file system with its hash tree.</summary>
/// <param name="Data">The SquashFS image, a multiple of 4 KiB.</param>
/// <param name="HashTree">Superblock and tree.</param>
/// <param name="RootHash">What the tree comes to.</param>
public sealed record VerityVolume(Content Data, ISegment HashTree, Sha256Digest RootHash)
{
    /// <summary>How the file came to be, where it is the last build's with changes; null when it was written whole.</summary>
    public VolumeChange? Change { get; init; }
}
