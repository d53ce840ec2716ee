using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Verity;

/// <summary>
/// A finished hash tree with its superblock, byte for byte what <c>veritysetup format</c> writes. Holds 32 bytes per
/// data block.
/// </summary>
public sealed class VerityTree : ISegment
{
    private readonly VerityParameters _parameters;
    private readonly IReadOnlyList<DigestList> _levels;

    /// <param name="levels">Leaves first; as many as the layout has.</param>
    internal VerityTree(
        VerityParameters parameters, VerityLayout layout, IReadOnlyList<DigestList> levels, Sha256Digest rootHash)
    {
        _parameters = parameters;
        _levels = levels;
        Layout = layout;
        RootHash = rootHash;
    }

    /// <summary>The hash that stands for all of the data.</summary>
    public Sha256Digest RootHash { get; }

    /// <summary>Sizes and places.</summary>
    public VerityLayout Layout { get; }

    /// <inheritdoc/>
    public long Length => Layout.HashLength;

    /// <summary>Root hash and sizes, to keep when the tree itself is no longer needed.</summary>
    public VerityResult Result => new(RootHash, Layout.DataBlocks, Layout.HashLength);

    /// <summary>Hashes the levels above the leaves.</summary>
    internal static VerityTree Over(DigestList leaves, VerityLayout layout, VerityParameters parameters)
    {
        var hasher = new BlockHasher(parameters.Salt.Span, layout.BlockSize);
        var levels = new List<DigestList> { leaves };
        while (levels[^1].Count > 1)
        {
            var above = new DigestList();
            long blocks = levels[^1].BlockCount(layout.BlockSize);
            for (long block = 0; block < blocks; block++)
            {
                hasher.Hash(levels[^1].Block(block, layout.BlockSize), above.Reserve(1).Span);
            }
            levels.Add(above);
        }
        // The last list holds the root hash alone; it is no level on disk.
        var rootHash = new Sha256Digest(levels[^1].Block(0, layout.BlockSize)[..Sha256Digest.Size]);
        levels.RemoveAt(levels.Count - 1);
        return new VerityTree(parameters, layout, levels, rootHash);
    }

    /// <summary>
    /// Reads the leaves of a tree that was written and hashes the levels above them: the root hash is what these leaves
    /// come to, whatever the file says.
    /// </summary>
    /// <param name="hashes">Stands at the superblock.</param>
    /// <param name="dataLength">Bytes of the data: a positive multiple of the block size.</param>
    /// <param name="parameters">Salt, UUID, block size.</param>
    /// <returns>
    /// Null when it is a tree of other parameters or another length, or one without leaves (of a single block).
    /// </returns>
    /// <exception cref="AvocadoException">AVO0201, AVO0202: it is no hash tree.</exception>
    public static VerityTree? TryRead(Stream hashes, long dataLength, VerityParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        ArgumentNullException.ThrowIfNull(parameters);
        VerityLayout layout = VerityLayout.Of(dataLength, parameters.BlockSize);
        if (layout.Levels.IsEmpty || hashes.Length - hashes.Position < layout.HashLength)
        {
            return null;
        }
        var block = new byte[layout.BlockSize];
        hashes.ReadExactly(block);
        VeritySuperblock superblock = VeritySuperblock.Read(block);
        if (superblock.DataBlocks != layout.DataBlocks || superblock.DataBlockSize != layout.BlockSize
            || superblock.HashBlockSize != layout.BlockSize || superblock.Uuid != parameters.Uuid
            || !superblock.Salt.Span.SequenceEqual(parameters.Salt.Span))
        {
            return null;
        }
        hashes.Seek(layout.OffsetOf(0) - layout.BlockSize, SeekOrigin.Current);
        var leaves = new DigestList();
        int perBlock = layout.BlockSize / Sha256Digest.Size;
        while (leaves.Count < layout.DataBlocks)
        {
            hashes.ReadExactly(leaves.Reserve((int)Math.Min(perBlock, layout.DataBlocks - leaves.Count)).Span);
        }
        return Over(leaves, layout, parameters);
    }

    /// <summary>Hashes a stream and keeps the tree.</summary>
    /// <param name="data">Stands at the first block.</param>
    /// <param name="dataLength">Bytes to hash: a positive multiple of the block size.</param>
    /// <param name="parameters">Salt, UUID, block size.</param>
    /// <param name="threads">How many threads may hash at a time; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="AvocadoException">AVO0104: the stream ends before <paramref name="dataLength"/>.</exception>
    public static VerityTree Compute(
        Stream data, long dataLength, VerityParameters parameters, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(parameters);
        _ = VerityLayout.Of(dataLength, parameters.BlockSize);
        using var builder = new VerityTreeBuilder(parameters, threads);
        while (builder.Length < dataLength)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> free = builder.Free;
            int read = data.Read(free[..(int)Math.Min(free.Length, dataLength - builder.Length)]);
            if (read == 0)
            {
                throw Codes.InputChanged.Error("of the hash tree", $"it ended after {builder.Length} bytes");
            }
            builder.Advance(read);
        }
        return builder.Complete();
    }

    /// <summary>Hashes a stream and writes the superblock and the tree.</summary>
    /// <param name="data">Stands at the first block.</param>
    /// <param name="dataLength">Bytes to hash: a positive multiple of the block size.</param>
    /// <param name="parameters">Salt, UUID, block size.</param>
    /// <param name="hashOutput">Where the superblock and the tree go.</param>
    /// <param name="threads">How many threads may hash at a time; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="AvocadoException">AVO0104: the stream ends before <paramref name="dataLength"/>.</exception>
    public static VerityResult Build(
        Stream data, long dataLength, VerityParameters parameters, IImageOutput hashOutput, int threads,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(hashOutput);
        VerityTree tree = Compute(data, dataLength, parameters, threads, cancellation);
        tree.WriteTo(hashOutput, cancellation);
        return tree.Result;
    }

    /// <summary>The digest of a data block.</summary>
    internal ReadOnlySpan<byte> Leaf(long block) => _levels[0].Digest(block);

    /// <inheritdoc/>
    public void WriteTo(IImageOutput output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        var superblock = new byte[Layout.BlockSize];
        new VeritySuperblock
        {
            Uuid = _parameters.Uuid,
            DataBlockSize = Layout.BlockSize,
            HashBlockSize = Layout.BlockSize,
            DataBlocks = Layout.DataBlocks,
            Salt = _parameters.Salt,
        }.Write(superblock);
        output.Write(superblock);
        for (int level = Layout.Levels.Length - 1; level >= 0; level--)
        {
            cancellation.ThrowIfCancellationRequested();
            for (long block = 0; block < Layout.Levels[level]; block++)
            {
                output.Write(_levels[level].Block(block, Layout.BlockSize));
            }
        }
    }
}
