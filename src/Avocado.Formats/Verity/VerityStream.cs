using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Verity;

/// <summary>
/// Writes an image to a stream and grows its hash tree on the way, so that the data is not read again. What is written
/// a second time (a superblock that comes last) is hashed again at the end.
/// </summary>
public sealed class VerityStream : WriteOnlyStream, IInPlaceOutput
{
    private readonly Stream _inner;
    private readonly VerityTreeBuilder _tree;
    private readonly SortedSet<long> _changed = [];
    private readonly List<(long Start, byte[] Bytes)> _again = [];
    private readonly VerityPatch? _patch;
    private readonly int _blockSize;
    private long _position;

    /// <param name="inner">Where the image goes: can read and seek, empty without a patch; the caller disposes it.</param>
    /// <param name="parameters">Salt, UUID, block size.</param>
    /// <param name="threads">How many threads may hash at a time.</param>
    /// <param name="patch">Writes what is new into <paramref name="inner"/>; null writes everything.</param>
    public VerityStream(Stream inner, VerityParameters parameters, int threads, VerityPatch? patch = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(parameters);
        _inner = inner;
        _blockSize = parameters.BlockSize;
        _patch = patch;
        _tree = new VerityTreeBuilder(parameters, threads, patch);
    }

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length => _tree.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>The tree over all that was written.</summary>
    /// <exception cref="InvalidOperationException">That is no positive multiple of the block size.</exception>
    public VerityTree Complete()
    {
        _tree.Flush();
        foreach ((long start, byte[] bytes) in _again)
        {
            _inner.Position = start;
            _inner.Write(bytes);
            _patch?.Changed(new ByteRange(start, bytes.Length));
        }
        var block = new byte[_blockSize];
        foreach (long index in _changed)
        {
            _inner.Position = index * _blockSize;
            _inner.ReadExactly(block);
            _tree.Replace(index, block);
        }
        if (_patch is not null)
        {
            _inner.SetLength(_tree.Length);
        }
        _inner.Position = _tree.Length;
        return _tree.Complete();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        long start = _position;
        if (start > _tree.Length)
        {
            throw new NotSupportedException("an image has no part that is written later");
        }
        int again = (int)Math.Min(buffer.Length, _tree.Length - start);
        for (long block = start / _blockSize; again > 0 && block <= (start + again - 1) / _blockSize; block++)
        {
            _changed.Add(block);
        }
        if (_patch is null)
        {
            _inner.Write(buffer);
        }
        else if (again > 0)
        {
            // What is compared and written on the way may still be on it.
            _again.Add((start, buffer[..again].ToArray()));
        }
        _position += buffer.Length;
        _tree.Append(buffer[again..]);
    }

    /// <summary>Appends whole blocks that the earlier image has, without reading them.</summary>
    /// <inheritdoc/>
    public void Keep(long count)
    {
        if (_patch is null || _position != _tree.Length)
        {
            throw new InvalidOperationException("only at the end of what is written over an image can more of it stay");
        }
        _tree.Keep(count);
        _position += count;
    }

    /// <inheritdoc/>
    public override void Flush() => _inner.Flush();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        _position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => Length,
        };
        if (_patch is null)
        {
            _inner.Position = _position;
        }
        return _position;
    }

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
