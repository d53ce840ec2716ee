using Avocado.Files;

namespace Avocado.Formats.Verity;

/// <summary>
/// Writes an image to a stream and grows its hash tree on the way, so that the data is not read again. What is written
/// a second time (a superblock that comes last) is hashed again at the end.
/// </summary>
public sealed class VerityStream : WriteOnlyStream
{
    private readonly Stream _inner;
    private readonly VerityTreeBuilder _tree;
    private readonly SortedSet<long> _changed = [];
    private readonly int _blockSize;

    /// <param name="inner">Where the image goes: empty, can read and seek; the caller disposes it.</param>
    /// <param name="parameters">Salt, UUID, block size.</param>
    /// <param name="threads">How many threads may hash at a time.</param>
    public VerityStream(Stream inner, VerityParameters parameters, int threads)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(parameters);
        _inner = inner;
        _blockSize = parameters.BlockSize;
        _tree = new VerityTreeBuilder(parameters, threads);
    }

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length => _tree.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _inner.Position;
        set => _inner.Position = value;
    }

    /// <summary>The tree over all that was written.</summary>
    /// <exception cref="InvalidOperationException">That is no positive multiple of the block size.</exception>
    public VerityTree Complete()
    {
        var block = new byte[_blockSize];
        foreach (long index in _changed)
        {
            _inner.Position = index * _blockSize;
            _inner.ReadExactly(block);
            _tree.Replace(index, block);
        }
        _inner.Position = _tree.Length;
        return _tree.Complete();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        long start = _inner.Position;
        if (start > _tree.Length)
        {
            throw new NotSupportedException("an image has no part that is written later");
        }
        _inner.Write(buffer);
        int again = (int)Math.Min(buffer.Length, _tree.Length - start);
        for (long block = start / _blockSize; again > 0 && block <= (start + again - 1) / _blockSize; block++)
        {
            _changed.Add(block);
        }
        _tree.Append(buffer[again..]);
    }

    /// <inheritdoc/>
    public override void Flush() => _inner.Flush();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => _inner.Seek(offset, origin);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tree.Dispose();
        }
        base.Dispose(disposing);
    }
}
