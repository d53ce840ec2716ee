using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>Where a file's bytes went. Hard links and duplicates have equal extents.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">Position of its first own block in the image; 0 when it has none.</param>
/// <param name="StoredLength">Bytes of its own blocks on disk, which lie one behind the other.</param>
/// <param name="Fragment">
/// The index in <see cref="SquashFsResult.Fragments"/> of the block that holds its tail, or -1.
/// </param>
/// <param name="FragmentOffset">Where its tail starts in that block, uncompressed.</param>
public readonly record struct SquashFsExtent(
    UnixPath Path, long Start, long StoredLength, int Fragment, int FragmentOffset);
