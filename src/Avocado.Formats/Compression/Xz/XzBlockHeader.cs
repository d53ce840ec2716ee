using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Xz;

/// <summary>What a block says of itself (section 3.1).</summary>
/// <param name="HeaderSize">Size of the header with its checksum, in bytes.</param>
/// <param name="CompressedSize">Size of the compressed data where the header tells it.</param>
/// <param name="UncompressedSize">Size of the data where the header tells it.</param>
/// <param name="Filters">1 to 4 filters, in the order the encoder applied them.</param>
internal sealed record XzBlockHeader(
    int HeaderSize, long? CompressedSize, long? UncompressedSize, IReadOnlyList<XzFilterFlags> Filters)
{
    private const int FilterCountMask = 0x03;
    private const int ReservedFlags = 0x3C;
    private const int HasCompressedSize = 0x40;
    private const int HasUncompressedSize = 0x80;

    /// <summary>The largest header: (255 + 1) * 4 bytes.</summary>
    private const int MaxSize = 256 * XzFormat.Alignment;

    /// <param name="sizeByte">The first byte, which is not 0 (0 begins the index).</param>
    /// <param name="input">Stands behind that byte.</param>
    public static XzBlockHeader Read(byte sizeByte, XzInput input)
    {
        Span<byte> header = stackalloc byte[MaxSize];
        header = header[..((sizeByte + 1) * XzFormat.Alignment)];
        header[0] = sizeByte;
        input.ReadExactly(header[1..]);
        ReadOnlySpan<byte> fields = header[..^sizeof(uint)];
        if (Crc32.Of(fields) != BinaryPrimitives.ReadUInt32LittleEndian(header[fields.Length..]))
        {
            throw XzFormat.Damaged("the checksum of a block header is wrong");
        }
        byte flags = fields[1];
        if ((flags & ReservedFlags) != 0)
        {
            throw XzFormat.Unsupported("block flags of a later version");
        }
        fields = fields[2..];
        long? compressed = ReadSize(ref fields, flags, HasCompressedSize);
        long? uncompressed = ReadSize(ref fields, flags, HasUncompressedSize);
        if (compressed == 0)
        {
            throw XzFormat.Damaged("a block has no data");
        }
        var filters = new XzFilterFlags[(flags & FilterCountMask) + 1];
        for (int i = 0; i < filters.Length; i++)
        {
            filters[i] = XzFilterFlags.Read(ref fields);
        }
        if (fields.ContainsAnyExcept((byte)0))
        {
            throw XzFormat.Unsupported("block header fields of a later version");
        }
        return new XzBlockHeader(header.Length, compressed, uncompressed, filters);
    }

    private static long? ReadSize(ref ReadOnlySpan<byte> fields, byte flags, int flag) =>
        (flags & flag) == 0 ? null : (long)XzFormat.ReadVarint(ref fields);
}
