using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>A forward stream over a file of an image. Holds one block; the list of blocks is read as it goes.</summary>
internal sealed class SquashFsFileStream : ReadOnlyStream
{
    private const int SizesAtOnce = 256;

    private readonly SquashFsTables _tables;
    private readonly MetadataReader _metadata;
    private readonly BlockReader _blocks;
    private readonly FileBody _file;
    private readonly uint[] _sizes = new uint[SizesAtOnce];
    private MetadataReference _sizesAt;
    private long _blocksLeft;
    private int _sizesLeft;
    private long _at;
    private long _position;
    private byte[]? _buffer;
    private ReadOnlyMemory<byte> _block;

    public SquashFsFileStream(
        SquashFsEntry entry, SquashFsTables tables, MetadataReader metadata, BlockReader blocks)
    {
        _tables = tables;
        _metadata = metadata;
        _blocks = blocks;
        _file = entry.File;
        _at = (long)_file.Start;
        _sizesAt = entry.Blocks;
        _blocksLeft = (long)_file.CountBlocks(blocks.BlockSize);
    }

    /// <inheritdoc/>
    public override long Length => (long)_file.Length;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">A block is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_position == Length || buffer.IsEmpty)
        {
            return 0;
        }
        if (_block.IsEmpty)
        {
            ReadBlock();
        }
        int count = Math.Min(buffer.Length, _block.Length);
        _block.Span[..count].CopyTo(buffer);
        _block = _block[count..];
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_buffer is not null)
        {
            _block = default;
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
        base.Dispose(disposing);
    }

    private void ReadBlock()
    {
        int length = (int)Math.Min(_blocks.BlockSize, Length - _position);
        if (_blocksLeft == 0)
        {
            _block = ReadTail(length);
            return;
        }
        var stored = new StoredSize(NextSize());
        _buffer ??= ArrayPool<byte>.Shared.Rent(_blocks.BlockSize);
        _blocks.Read(_at, stored, _buffer.AsSpan(0, length));
        _at += stored.Length;
        _block = _buffer.AsMemory(0, length);
    }

    private uint NextSize()
    {
        if (_sizesLeft == 0)
        {
            _sizesLeft = (int)Math.Min(SizesAtOnce, _blocksLeft);
            Span<uint> sizes = _sizes.AsSpan(SizesAtOnce - _sizesLeft);
            _metadata.Read(_tables.Inodes, ref _sizesAt, MemoryMarshal.AsBytes(sizes));
        }
        _blocksLeft--;
        uint size = _sizes[SizesAtOnce - _sizesLeft--];
        return BitConverter.IsLittleEndian ? size : BinaryPrimitives.ReverseEndianness(size);
    }

    private ReadOnlyMemory<byte> ReadTail(int length)
    {
        Span<byte> entry = stackalloc byte[FragmentEntry.Size];
        _tables.Fragments!.Read(_file.Fragment, entry);
        ReadOnlyMemory<byte> fragment = _blocks.ReadFragment(FragmentEntry.Read(entry));
        return _file.FragmentOffset <= fragment.Length - length
            ? fragment.Slice((int)_file.FragmentOffset, length)
            : throw SquashFsFormat.Damaged("a tail is behind its fragment's end");
    }
}
