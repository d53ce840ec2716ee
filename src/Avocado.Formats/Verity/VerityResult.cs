using Avocado.Files;

namespace Avocado.Formats.Verity;

/// <summary>What building a hash tree gave.</summary>
/// <param name="RootHash">The hash that stands for all of the data.</param>
/// <param name="DataBlocks">How many data blocks the tree covers.</param>
/// <param name="HashLength">Length of the superblock and the tree, in bytes.</param>
public readonly record struct VerityResult(Sha256Digest RootHash, long DataBlocks, long HashLength);
