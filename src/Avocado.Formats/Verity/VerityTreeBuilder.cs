using System.Buffers;
using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Verity;

/// <summary>
/// Grows a hash tree from data as it passes by. Batches of blocks are hashed by up to <c>threads</c> threads; each
/// batch has its own place in the leaf level, so the result does not depend on who is faster.
/// </summary>
public sealed class VerityTreeBuilder : IDisposable
{
    private const int BatchSize = 1 << 20;

    private readonly VerityParameters _parameters;
    private readonly int _threads;
    private readonly DigestList _leaves = new();
    private readonly Queue<Task> _running = [];
    private readonly BlockHasher _hasher;
    private readonly VerityPatch? _patch;
    private byte[]? _batch;
    private int _filled;
    private bool _isComplete;

    /// <param name="parameters">Salt, UUID, block size.</param>
    /// <param name="threads">How many threads may hash at a time; 1 hashes on the caller's thread.</param>
    /// <param name="patch">Knows digests of an earlier image and writes what is others; null hashes everything.</param>
    public VerityTreeBuilder(VerityParameters parameters, int threads = 1, VerityPatch? patch = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _parameters = parameters;
        _threads = threads;
        _patch = patch;
        _hasher = new BlockHasher(parameters.Salt.Span, parameters.BlockSize);
    }

    /// <summary>Bytes taken so far.</summary>
    public long Length { get; private set; }

    /// <summary>
    /// Room for the next bytes, never empty; <see cref="Advance"/> says how many came. Batches end at multiples of their
    /// size.
    /// </summary>
    internal Span<byte> Free
    {
        get
        {
            _batch ??= ArrayPool<byte>.Shared.Rent(BatchSize);
            return _batch.AsSpan(_filled, BatchSize - (int)(Length % BatchSize));
        }
    }

    /// <summary>Takes the next bytes of the data.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> free = Free;
            int count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free);
            Advance(count);
            bytes = bytes[count..];
        }
    }

    /// <summary>Takes zero bytes: a hole in the data.</summary>
    public void AppendZeros(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        while (count > 0)
        {
            Span<byte> free = Free;
            int part = (int)Math.Min(free.Length, count);
            free[..part].Clear();
            Advance(part);
            count -= part;
        }
    }

    /// <summary>Hashes a block again that was written anew after it was appended.</summary>
    /// <param name="index">The block's number, from 0.</param>
    /// <param name="block">All of its bytes.</param>
    public void Replace(long index, ReadOnlySpan<byte> block)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(block.Length, _parameters.BlockSize);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, (Length / block.Length) - 1);
        if (index >= _leaves.Count)
        {
            block.CopyTo(_batch.AsSpan(_filled - (int)(Length - (index * block.Length))));
            return;
        }
        WaitForAll();
        _hasher.Hash(block, _leaves.Digest(index));
    }

    /// <summary>The tree over everything that was appended.</summary>
    /// <exception cref="InvalidOperationException">That is no positive multiple of the block size.</exception>
    public VerityTree Complete()
    {
        int blockSize = _parameters.BlockSize;
        Flush();
        _isComplete = true;
        return VerityTree.Over(_leaves, VerityLayout.Of(Length, blockSize), _parameters);
    }

    /// <summary>Completes the tree and writes it with its superblock.</summary>
    public VerityResult WriteTo(IImageOutput output, CancellationToken cancellation)
    {
        VerityTree tree = Complete();
        tree.WriteTo(output, cancellation);
        return tree.Result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        WaitForAll();
        ReturnBatch();
    }

    /// <summary>Takes whole blocks of the earlier image as they are, with the digests that they had.</summary>
    internal void Keep(long count)
    {
        int blockSize = _parameters.BlockSize;
        if (Length % blockSize != 0 || count % blockSize != 0)
        {
            throw new ArgumentException("whole blocks are kept, from the start of one on", nameof(count));
        }
        if (_filled > 0)
        {
            Dispatch();
        }
        for (long left = count / blockSize; left > 0;)
        {
            Memory<byte> digests = _leaves.Reserve((int)Math.Min(left, _leaves.Room));
            _patch!.CopyDigests(Length / blockSize, digests.Span);
            Length += digests.Length / Sha256Digest.Size * (long)blockSize;
            left -= digests.Length / Sha256Digest.Size;
        }
    }

    /// <summary>Hashes all that was appended; nothing is appended any more.</summary>
    /// <exception cref="InvalidOperationException">That is no positive multiple of the block size.</exception>
    internal void Flush()
    {
        if (Length == 0 || Length % _parameters.BlockSize != 0)
        {
            throw new InvalidOperationException(
                $"verity data has {Length} bytes, no positive multiple of {_parameters.BlockSize}");
        }
        if (_filled > 0)
        {
            Dispatch();
        }
        WaitForAll();
    }

    /// <summary>Says how many bytes were put into <see cref="Free"/>.</summary>
    internal void Advance(int count)
    {
        _filled += count;
        Length += count;
        if (Length % BatchSize == 0)
        {
            Dispatch();
        }
    }

    private void Dispatch()
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("the tree is complete");
        }
        byte[] batch = _batch!;
        int filled = _filled;
        long offset = Length - filled;
        Memory<byte> digests = _leaves.Reserve(filled / _parameters.BlockSize);
        _filled = 0;
        if (_threads == 1)
        {
            Hash(_hasher, offset, batch.AsSpan(0, filled), digests.Span);
            return;
        }
        _batch = null;
        while (_running.Count >= _threads)
        {
            _running.Dequeue().GetAwaiter().GetResult();
        }
        _running.Enqueue(Task.Run(() =>
        {
            var hasher = new BlockHasher(_parameters.Salt.Span, _parameters.BlockSize);
            Hash(hasher, offset, batch.AsSpan(0, filled), digests.Span);
            ArrayPool<byte>.Shared.Return(batch);
        }));
    }

    private void WaitForAll()
    {
        while (_running.TryDequeue(out Task? task))
        {
            task.GetAwaiter().GetResult();
        }
    }

    private void Hash(BlockHasher hasher, long offset, ReadOnlySpan<byte> data, Span<byte> digests)
    {
        if (_patch is null)
        {
            hasher.HashAll(data, digests);
        }
        else
        {
            _patch.Apply(offset, data, digests, hasher);
        }
    }

    private void ReturnBatch()
    {
        if (_batch is { } batch)
        {
            _batch = null;
            ArrayPool<byte>.Shared.Return(batch);
        }
    }
}
