using System.Buffers;
using Avocado.Files;
using Avocado.Formats.Segments;
using Microsoft.Win32.SafeHandles;

namespace Avocado.Formats.Verity;

/// <summary>
/// An earlier image that a new one is written over: blocks that are the same are neither written nor hashed again.
/// Safe for several threads, each with ranges of its own.
/// </summary>
/// <param name="image">The earlier image, open for reading and writing.</param>
/// <param name="tree">Its hash tree, of the parameters that the new one has.</param>
public sealed class VerityPatch(SafeFileHandle image, VerityTree tree)
{
    private readonly List<ByteRange> _changes = [];
    private readonly Lock _lock = new();

    /// <summary>The root hash of the earlier image.</summary>
    public Sha256Digest Earlier => tree.RootHash;

    /// <summary>What was written, in order: all else is as it was.</summary>
    public IReadOnlyList<ByteRange> Changes
    {
        get
        {
            lock (_lock)
            {
                return ByteRange.Union(_changes);
            }
        }
    }

    /// <summary>Writes what is new of a range of whole blocks and gives the digests of all of them.</summary>
    internal void Apply(long offset, ReadOnlySpan<byte> data, Span<byte> digests, BlockHasher hasher)
    {
        int blockSize = tree.Layout.BlockSize;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(data.Length);
        Span<byte> earlier = buffer.AsSpan(0, Read(buffer.AsSpan(0, data.Length), offset));
        int changed = 0;
        for (int at = 0; at < data.Length; at += blockSize)
        {
            Span<byte> digest = digests.Slice(at / blockSize * Sha256Digest.Size, Sha256Digest.Size);
            ReadOnlySpan<byte> block = data.Slice(at, blockSize);
            if (at + blockSize <= earlier.Length && block.SequenceEqual(earlier.Slice(at, blockSize)))
            {
                Write(offset + changed, data[changed..at]);
                changed = at + blockSize;
                tree.Leaf((offset + at) / blockSize).CopyTo(digest);
                continue;
            }
            hasher.Hash(block, digest);
        }
        Write(offset + changed, data[changed..]);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Says what else was written.</summary>
    internal void Changed(ByteRange range)
    {
        lock (_lock)
        {
            _changes.Add(range);
        }
    }

    /// <summary>Digests of the earlier image's blocks.</summary>
    internal void CopyDigests(long block, Span<byte> digests)
    {
        for (; !digests.IsEmpty; digests = digests[Sha256Digest.Size..])
        {
            tree.Leaf(block++).CopyTo(digests);
        }
    }

    private int Read(Span<byte> bytes, long offset)
    {
        long length = Math.Clamp((tree.Layout.DataBlocks * tree.Layout.BlockSize) - offset, 0, bytes.Length);
        int done = 0;
        while (done < length)
        {
            int read = RandomAccess.Read(image, bytes[done..(int)length], offset + done);
            if (read == 0)
            {
                break;
            }
            done += read;
        }
        return done;
    }

    private void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            RandomAccess.Write(image, bytes, offset);
            Changed(new ByteRange(offset, bytes.Length));
        }
    }
}
