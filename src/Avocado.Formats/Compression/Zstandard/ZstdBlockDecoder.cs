using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Reads one buffer of whole frames after another (RFC 8878).</summary>
internal sealed unsafe class ZstdBlockDecoder : IBlockDecoder
{
    private readonly FrameDecoder _decoder = new();

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int length = 0;
        do
        {
            if (!TrySkip(ref source))
            {
                length += DecodeFrame(ref source, destination[length..]);
            }
        }
        while (!source.IsEmpty);
        return length;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> source)
    {
        if (source.Length < FrameHeader.FixedSize)
        {
            throw ZstdFormat.Truncated();
        }
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if (magic == ZstdFormat.Magic)
        {
            return false;
        }
        if ((magic & ZstdFormat.SkippableMask) != ZstdFormat.SkippableMagic)
        {
            throw ZstdFormat.Damaged("it does not begin as a frame does");
        }
        const int headerSize = FrameHeader.MagicSize + sizeof(uint);
        if (source.Length < headerSize)
        {
            throw ZstdFormat.Truncated();
        }
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(source[FrameHeader.MagicSize..]);
        if (size > source.Length - headerSize)
        {
            throw ZstdFormat.Truncated();
        }
        source = source[(headerSize + (int)size)..];
        return true;
    }

    private int DecodeFrame(ref ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (FrameHeader.SizeOf(source[FrameHeader.MagicSize]) > source.Length)
        {
            throw ZstdFormat.Truncated();
        }
        // The content lies in the destination as a whole: any window will do.
        FrameHeader header = FrameHeader.Read(source, long.MaxValue);
        if (header.ContentSize > destination.Length)
        {
            throw ZstdFormat.Damaged("a frame holds more than it should");
        }
        // Both begin with magic number and header, or are empty: bytes before a block's content are readable.
        int length;
        fixed (byte* from = source, to = destination)
        {
            byte* target = to;
            byte nothing = 0;
            length = DecodeBlocks(header, from, ref source, target is null ? &nothing : target, destination.Length);
        }
        if (header.ContentSize is { } size && size != length)
        {
            throw ZstdFormat.Damaged("a frame has another size than it says");
        }
        if (header.HasChecksum)
        {
            if (source.Length < ZstdFormat.ChecksumSize)
            {
                throw ZstdFormat.Truncated();
            }
            if (BinaryPrimitives.ReadUInt32LittleEndian(source) != (uint)XxHash64.Of(destination[..length]))
            {
                throw ZstdFormat.Damaged("the checksum of a frame is wrong");
            }
            source = source[ZstdFormat.ChecksumSize..];
        }
        return length;
    }

    private int DecodeBlocks(FrameHeader header, byte* from, ref ReadOnlySpan<byte> source, byte* to, int room)
    {
        _decoder.Begin(header);
        int at = header.Size;
        int length = 0;
        BlockHeader block;
        do
        {
            if (source.Length - at < BlockHeader.Size)
            {
                throw ZstdFormat.Truncated();
            }
            block = BlockHeader.Read(source[at..], header.MaxBlockSize);
            at += BlockHeader.Size;
            if (source.Length - at < block.StoredSize)
            {
                throw ZstdFormat.Truncated();
            }
            length += _decoder.Decode(
                block, from + at, new OutputWindow(to, to + length, to + room, header.WindowSize));
            at += block.StoredSize;
        }
        while (!block.IsLast);
        source = source[at..];
        return length;
    }
}
