using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Xz;

/// <summary>The first bytes of a stream (section 2.1.1).</summary>
internal readonly record struct XzStreamHeader(XzStreamFlags Flags)
{
    private const int FlagsOffset = MagicSize;
    private const int CrcOffset = FlagsOffset + XzStreamFlags.Size;
    private const int MagicSize = 6;

    public const int Size = CrcOffset + sizeof(uint);

    private static ReadOnlySpan<byte> Magic => [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    public static XzStreamHeader Read(ReadOnlySpan<byte> source)
    {
        if (!source[..MagicSize].SequenceEqual(Magic))
        {
            throw XzFormat.Damaged("no stream begins here (wrong magic)");
        }
        ReadOnlySpan<byte> flags = source.Slice(FlagsOffset, XzStreamFlags.Size);
        if (Crc32.Of(flags) != BinaryPrimitives.ReadUInt32LittleEndian(source[CrcOffset..]))
        {
            throw XzFormat.Damaged("the checksum of the stream header is wrong");
        }
        return new XzStreamHeader(XzStreamFlags.Read(flags));
    }
}
