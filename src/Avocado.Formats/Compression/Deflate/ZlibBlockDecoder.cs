using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Deflate;

/// <summary>Reads one zlib stream after another.</summary>
internal sealed class ZlibBlockDecoder : IBlockDecoder
{
    private readonly InflateInput _input = new("zlib");
    private readonly Inflater _inflater;

    public ZlibBlockDecoder() => _inflater = new Inflater(_input);

    /// <inheritdoc/>
    public unsafe int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty)
        {
            throw _input.Damaged("it is empty");
        }
        fixed (byte* bytes = source)
        {
            using var stream = new UnmanagedMemoryStream(bytes, source.Length);
            _input.Restart(stream);
            int length = Decode(destination);
            // The memory is the caller's again.
            _input.Restart(Stream.Null);
            return length;
        }
    }

    private int Decode(Span<byte> destination)
    {
        ZlibHeader.Read(_input);
        _inflater.Restart();
        int length = 0;
        while (length < destination.Length && _inflater.Read(destination[length..]) is var count and > 0)
        {
            length += count;
        }
        Span<byte> more = stackalloc byte[1];
        if (length == destination.Length && _inflater.Read(more) > 0)
        {
            throw _input.Damaged("a block holds more than it should");
        }
        if (BinaryPrimitives.ReverseEndianness(_input.ReadUInt32()) != Adler32.Of(destination[..length]))
        {
            throw _input.Damaged("the checksum of a block is wrong");
        }
        return _input.TryReadByte() < 0
            ? length
            : throw _input.Damaged("something follows the end of a block");
    }
}
