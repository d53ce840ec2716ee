using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Xz;

/// <summary>The last bytes of a stream (section 2.1.2).</summary>
/// <param name="IndexSize">Size of the index before it, in bytes ("Backward Size").</param>
/// <param name="Flags">The same as in the stream header.</param>
internal readonly record struct XzStreamFooter(long IndexSize, XzStreamFlags Flags)
{
    private const int BackwardSizeOffset = sizeof(uint);
    private const int FlagsOffset = BackwardSizeOffset + sizeof(uint);
    private const int MagicOffset = FlagsOffset + XzStreamFlags.Size;

    public const int Size = MagicOffset + 2;

    public static XzStreamFooter Read(ReadOnlySpan<byte> source)
    {
        if (!source[MagicOffset..Size].SequenceEqual("YZ"u8))
        {
            throw XzFormat.Damaged("the stream does not end with its footer (wrong magic)");
        }
        if (Crc32.Of(source[BackwardSizeOffset..MagicOffset]) != BinaryPrimitives.ReadUInt32LittleEndian(source))
        {
            throw XzFormat.Damaged("the checksum of the stream footer is wrong");
        }
        long stored = BinaryPrimitives.ReadUInt32LittleEndian(source[BackwardSizeOffset..]);
        return new XzStreamFooter((stored + 1) * XzFormat.Alignment, XzStreamFlags.Read(source[FlagsOffset..]));
    }
}
