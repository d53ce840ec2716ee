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
