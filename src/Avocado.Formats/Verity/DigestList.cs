using Avocado.Files;

namespace Avocado.Formats.Verity;

/// <summary>
/// One level of a hash tree: digests back to back, as they are on disk, in chunks of whole hash blocks. What is not
/// yet written is zero, which is the padding of a level's last block.
/// </summary>
internal sealed class DigestList
{
    private const int ChunkSize = 1 << 18;

    private readonly List<byte[]> _chunks = [];

    /// <summary>How many digests there are.</summary>
    public long Count { get; private set; }

    /// <summary>How many digests <see cref="Reserve"/> has in one piece.</summary>
    public long Room => (ChunkSize / Sha256Digest.Size) - (Count % (ChunkSize / Sha256Digest.Size));

    /// <summary>Room for the next digests: no more of them than <see cref="Room"/>.</summary>
    public Memory<byte> Reserve(int count)
    {
        (long chunk, long offset) = Math.DivRem(Count * Sha256Digest.Size, ChunkSize);
        if (chunk == _chunks.Count)
        {
            _chunks.Add(new byte[ChunkSize]);
        }
        Count += count;
        return _chunks[(int)chunk].AsMemory((int)offset, count * Sha256Digest.Size);
    }

    /// <summary>How many hash blocks the digests fill.</summary>
    public long BlockCount(int blockSize) => (Count * Sha256Digest.Size + blockSize - 1) / blockSize;

    /// <summary>One digest.</summary>
    public Span<byte> Digest(long index)
    {
        (long chunk, long offset) = Math.DivRem(index * Sha256Digest.Size, ChunkSize);
        return _chunks[(int)chunk].AsSpan((int)offset, Sha256Digest.Size);
    }

    /// <summary>A hash block, padded with zeros.</summary>
    public ReadOnlySpan<byte> Block(long index, int blockSize)
    {
        (long chunk, long offset) = Math.DivRem(index * blockSize, ChunkSize);
        return _chunks[(int)chunk].AsSpan((int)offset, blockSize);
    }
}
