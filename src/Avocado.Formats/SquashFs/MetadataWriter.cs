using System.Buffers.Binary;
using Avocado.Formats.Compression;
using Avocado.Formats.Segments;

namespace Avocado.Formats.SquashFs;

/// <summary>Writes a table as metadata blocks of 8 KiB, each compressed when that makes it smaller.</summary>
internal sealed class MetadataWriter(IImageOutput output, IBlockEncoder encoder) : IMetadataOutput
{
    private readonly byte[] _block = new byte[SquashFsFormat.MetadataSize];
    private readonly byte[] _stored = new byte[SquashFsFormat.MetadataHeaderSize + SquashFsFormat.MetadataSize];
    private readonly long _start = output.Position;
    private int _filled;

    /// <inheritdoc/>
    public MetadataReference Position => new(output.Position - _start, _filled);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, _block.Length - _filled);
            bytes[..count].CopyTo(_block.AsSpan(_filled));
            _filled += count;
            bytes = bytes[count..];
            if (_filled == _block.Length)
            {
                Flush();
            }
        }
    }

    /// <summary>Ends the table: its last block has what is left.</summary>
    public void Flush()
    {
        if (_filled == 0)
        {
            return;
        }
        ReadOnlySpan<byte> block = _block.AsSpan(0, _filled);
        Span<byte> payload = _stored.AsSpan(SquashFsFormat.MetadataHeaderSize);
        int stored = _filled > 1 ? encoder.Encode(block, payload[..(_filled - 1)]) : 0;
        ushort header = (ushort)stored;
        if (stored == 0)
        {
            block.CopyTo(payload);
            stored = _filled;
            header = (ushort)(stored | SquashFsFormat.MetadataRaw);
        }
        BinaryPrimitives.WriteUInt16LittleEndian(_stored, header);
        output.Write(_stored.AsSpan(0, SquashFsFormat.MetadataHeaderSize + stored));
        _filled = 0;
        // A run of directory entries holds the block's position in 32 bits.
        if (output.Position - _start > uint.MaxValue)
        {
            throw SquashFsFormat.Limit("a table has more than 4 GiB");
        }
    }
}
