using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Deflate;

/// <summary>Makes one zlib stream of each block.</summary>
internal sealed class ZlibBlockEncoder(int level) : IBlockEncoder
{
    private const int Overhead = ZlibHeader.Size + ZlibHeader.TrailerSize;
    private readonly DeflateEncoder _deflate = new(level);

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (destination.Length < Overhead)
        {
            return 0;
        }
        int size = _deflate.Encode(source, destination[ZlibHeader.Size..^ZlibHeader.TrailerSize]);
        if (size == 0)
        {
            return 0;
        }
        ZlibHeader.Of(level).Write(destination);
        BinaryPrimitives.WriteUInt32BigEndian(destination[(ZlibHeader.Size + size)..], Adler32.Of(source));
        return size + Overhead;
    }
}
