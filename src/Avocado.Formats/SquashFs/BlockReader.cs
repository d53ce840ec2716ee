using System.Buffers;
using System.Collections.Concurrent;
using Avocado.Formats.Compression;

namespace Avocado.Formats.SquashFs;

/// <summary>Reads data and fragment blocks. Safe for several threads.</summary>
internal sealed class BlockReader(ImageBytes image, BlockCodec codec, int blockSize)
{
    /// <summary>Enough that threads which read neighbouring small files do not decompress in turns.</summary>
    private const int MaxFragments = 8;

    private readonly ConcurrentBag<IBlockDecoder> _decoders = [];
    private readonly Queue<(FragmentEntry Fragment, byte[] Bytes)> _fragments = [];
    private readonly Lock _gate = new();

    /// <summary>Uncompressed bytes of a block.</summary>
    public int BlockSize => blockSize;

    /// <summary>Reads a block of exactly the length of <paramref name="block"/>.</summary>
    public void Read(long position, StoredSize stored, Span<byte> block)
    {
        if (stored.IsHole)
        {
            block.Clear();
        }
        else if (ReadUpTo(position, stored, block) != block.Length)
        {
            throw SquashFsFormat.Damaged($"the block at {position} has not {block.Length} bytes");
        }
    }

    /// <summary>A whole fragment block, which others must not change.</summary>
    public ReadOnlyMemory<byte> ReadFragment(FragmentEntry fragment)
    {
        lock (_gate)
        {
            foreach ((FragmentEntry cached, byte[] known) in _fragments)
            {
                if (cached == fragment)
                {
                    return known;
                }
            }
        }
        if (fragment.Start > (ulong)image.Length)
        {
            throw SquashFsFormat.Damaged("a fragment is behind the end");
        }
        byte[] buffer = ArrayPool<byte>.Shared.Rent(blockSize);
        try
        {
            int length = ReadUpTo((long)fragment.Start, fragment.Stored, buffer.AsSpan(0, blockSize));
            byte[] bytes = buffer[..length];
            lock (_gate)
            {
                if (_fragments.Count == MaxFragments)
                {
                    _fragments.Dequeue();
                }
                _fragments.Enqueue((fragment, bytes));
            }
            return bytes;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int ReadUpTo(long position, StoredSize stored, Span<byte> block)
    {
        int limit = stored.IsRaw ? block.Length : blockSize;
        if (stored.Length == 0 || stored.Length > limit)
        {
            throw SquashFsFormat.Damaged($"the block at {position} takes {stored.Length} bytes");
        }
        if (stored.IsRaw)
        {
            image.Read(position, block[..stored.Length]);
            return stored.Length;
        }
        byte[] compressed = ArrayPool<byte>.Shared.Rent(stored.Length);
        IBlockDecoder decoder = _decoders.TryTake(out IBlockDecoder? idle) ? idle : codec.CreateDecoder();
        try
        {
            Span<byte> bytes = compressed.AsSpan(0, stored.Length);
            image.Read(position, bytes);
            return decoder.Decode(bytes, block);
        }
        finally
        {
            _decoders.Add(decoder);
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }
}
