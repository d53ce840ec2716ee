using System.Buffers;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Verity;

/// <summary>
/// Checks data against its hash tree and the tree against the root hash, from the top down, in bounded memory.
/// Nothing of the superblock is trusted: a wrong salt or block count gives a wrong hash.
/// </summary>
public static class VerityVerifier
{
    private const int BatchSize = 1 << 20;

    /// <summary>Checks everything.</summary>
    /// <param name="data">
    /// The data, seekable, from its first block at position 0; may be longer than the tree covers.
    /// </param>
    /// <param name="hash">Superblock and tree, seekable, from position 0; may be longer.</param>
    /// <param name="rootHash">The trusted hash.</param>
    /// <param name="threads">How many threads may hash at a time.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="AvocadoException">
    /// AVO0201: a block does not match, or superblock or sizes are wrong.
    /// </exception>
    public static void Verify(
        Stream data, Stream hash, Sha256Digest rootHash, int threads, CancellationToken cancellation)
    {
        if (FindFault(data, hash, rootHash, threads, cancellation) is { } fault)
        {
            throw new DamagedFormatException(VeritySuperblock.FormatName, fault.ToString());
        }
    }

    /// <summary>Checks everything and names the first block that is wrong; null when all is well.</summary>
    /// <inheritdoc cref="Verify"/>
    public static VerityFault? FindFault(
        Stream data, Stream hash, Sha256Digest rootHash, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        VeritySuperblock superblock = ReadSuperblock(hash);
        VerityLayout layout = Fit(superblock, data.Length, hash.Length);
        int top = layout.Levels.Length - 1;
        for (int level = top; level >= VerityFault.Data; level--)
        {
            bool isData = level == VerityFault.Data;
            long start = isData ? 0 : layout.OffsetOf(level);
            long blocks = isData ? layout.DataBlocks : layout.Levels[level];
            var child = new LevelCheck(isData ? data : hash, start, blocks, layout.BlockSize, superblock.Salt);
            long bad = level == top
                ? child.FindBad(rootHash, cancellation)
                : child.FindBad(hash, layout.OffsetOf(level + 1), threads, cancellation);
            if (bad >= 0)
            {
                return new VerityFault(level, bad, start + bad * layout.BlockSize);
            }
        }
        return null;
    }

    /// <summary>The superblock at the start of a hash area.</summary>
    /// <exception cref="AvocadoException">AVO0201, AVO0202: damaged or not supported.</exception>
    public static VeritySuperblock ReadSuperblock(Stream hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        Span<byte> bytes = stackalloc byte[VeritySuperblock.Size];
        hash.Position = 0;
        int read = hash.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return VeritySuperblock.Read(bytes[..read]);
    }

    private static VerityLayout Fit(VeritySuperblock superblock, long dataLength, long hashLength)
    {
        if (superblock.DataBlockSize != superblock.HashBlockSize)
        {
            throw Codes.UnsupportedFormat.Error(VeritySuperblock.FormatName, "data and hash blocks of different sizes");
        }
        if (superblock.DataBlocks > dataLength / superblock.DataBlockSize)
        {
            throw new DamagedFormatException(VeritySuperblock.FormatName,
                $"the tree covers {superblock.DataBlocks} blocks, the data has {dataLength} bytes");
        }
        VerityLayout layout = VerityLayout.Of(
            superblock.DataBlocks * superblock.DataBlockSize, superblock.DataBlockSize);
        if (layout.HashLength > hashLength)
        {
            throw new DamagedFormatException(VeritySuperblock.FormatName,
                $"the tree needs {layout.HashLength} bytes and has {hashLength}");
        }
        return layout;
    }

    /// <summary>The blocks of one level, to be compared with the digests of the level above.</summary>
    private sealed record LevelCheck(Stream Source, long Start, long Blocks, int BlockSize, ReadOnlyMemory<byte> Salt)
    {
        /// <summary>Compares the only block of the top.</summary>
        public long FindBad(Sha256Digest expected, CancellationToken cancellation)
        {
            using var digest = new MemoryStream(expected.ToArray(), writable: false);
            return FindBad(digest, 0, threads: 1, cancellation);
        }

        /// <summary>The first block that does not match, or -1.</summary>
        public long FindBad(Stream digests, long digestsStart, int threads, CancellationToken cancellation)
        {
            int blocksPerRange = BatchSize / BlockSize;
            int blocksPerBatch = (int)Math.Min(Blocks, (long)blocksPerRange * threads);
            byte[] data = ArrayPool<byte>.Shared.Rent(blocksPerBatch * BlockSize);
            byte[] expected = ArrayPool<byte>.Shared.Rent(blocksPerBatch * Sha256Digest.Size);
            try
            {
                for (long first = 0; first < Blocks; first += blocksPerBatch)
                {
                    cancellation.ThrowIfCancellationRequested();
                    int count = (int)Math.Min(blocksPerBatch, Blocks - first);
                    ReadAt(digests, digestsStart + first * Sha256Digest.Size, expected, count * Sha256Digest.Size);
                    ReadAt(Source, Start + first * BlockSize, data, count * BlockSize);
                    int ranges = (count + blocksPerRange - 1) / blocksPerRange;
                    int[] bad = OrderedParallel.Compute(ranges, threads, range =>
                    {
                        int from = range * blocksPerRange;
                        return Compare(data, expected, from, Math.Min(count, from + blocksPerRange));
                    }, CancellationToken.None);
                    int found = Array.FindIndex(bad, static b => b >= 0);
                    if (found >= 0)
                    {
                        return first + bad[found];
                    }
                }
                return -1;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(data);
                ArrayPool<byte>.Shared.Return(expected);
            }
        }

        private int Compare(byte[] data, byte[] expected, int from, int to)
        {
            var hasher = new BlockHasher(Salt.Span, BlockSize);
            Span<byte> digest = stackalloc byte[Sha256Digest.Size];
            for (int block = from; block < to; block++)
            {
                hasher.Hash(data.AsSpan(block * BlockSize, BlockSize), digest);
                if (!digest.SequenceEqual(expected.AsSpan(block * Sha256Digest.Size, Sha256Digest.Size)))
                {
                    return block;
                }
            }
            return -1;
        }

        private static void ReadAt(Stream stream, long position, byte[] buffer, int count)
        {
            stream.Position = position;
            stream.ReadExactly(buffer, 0, count);
        }
    }
}
