using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Formats.Verity;

/// <summary>
/// Where a hash tree's levels are, which the size of the data alone decides: the superblock in the first block, then
/// the top level first and the leaves last.
/// </summary>
public sealed record VerityLayout
{
    private VerityLayout(long dataBlocks, int blockSize, ImmutableArray<long> levels)
    {
        DataBlocks = dataBlocks;
        BlockSize = blockSize;
        Levels = levels;
    }

    /// <summary>How many data blocks there are.</summary>
    public long DataBlocks { get; }

    /// <summary>Size of a data block and of a hash block, in bytes.</summary>
    public int BlockSize { get; }

    /// <summary>
    /// Blocks of each level, leaves first. Empty for a single data block, whose own hash is the root hash.
    /// </summary>
    public ImmutableArray<long> Levels { get; }

    /// <summary>Length of the superblock and the tree, in bytes.</summary>
    public long HashLength => (1 + Levels.Sum()) * BlockSize;

    /// <summary>The layout for data of a size.</summary>
    /// <param name="dataLength">A positive multiple of the block size, in bytes.</param>
    /// <param name="blockSize">A power of two from 512 to 65536, in bytes.</param>
    public static VerityLayout Of(long dataLength, int blockSize = VerityParameters.DefaultBlockSize)
    {
        if (!VeritySuperblock.IsBlockSize((uint)blockSize))
        {
            throw new ArgumentOutOfRangeException(nameof(blockSize));
        }
        if (dataLength <= 0 || dataLength % blockSize != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(dataLength), dataLength, $"verity data is a positive multiple of {blockSize} bytes");
        }
        int digestsPerBlock = blockSize / Sha256Digest.Size;
        var levels = ImmutableArray.CreateBuilder<long>();
        for (long blocks = dataLength / blockSize; blocks > 1;)
        {
            blocks = (blocks + digestsPerBlock - 1) / digestsPerBlock;
            levels.Add(blocks);
        }
        return new VerityLayout(dataLength / blockSize, blockSize, levels.ToImmutable());
    }

    /// <summary>Where a level starts, in bytes from the superblock.</summary>
    /// <param name="level">0 for the leaves.</param>
    public long OffsetOf(int level)
    {
        long blocks = 1;
        for (int above = Levels.Length - 1; above > level; above--)
        {
            blocks += Levels[above];
        }
        return blocks * BlockSize;
    }
}
