using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.Compression.Deflate;

namespace Avocado.Formats.Compression.Gzip;

/// <summary>
/// The header of a gzip member (RFC 1952, section 2.3.1). Ours is always the same: no time, no name, no system.
/// </summary>
internal static class GzipHeader
{
    private const byte Deflate = 8;
    private const byte UnknownSystem = 255;
    private const int HasHeaderCrc = 0x02;
    private const int HasExtra = 0x04;
    private const int HasName = 0x08;
    private const int HasComment = 0x10;
    private const int Reserved = 0xE0;

    /// <summary>Size of the header we write, in bytes.</summary>
    public const int Size = 10;

    /// <summary>CRC-32 and length of the content behind the data.</summary>
    public const int TrailerSize = 2 * sizeof(uint);

    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    /// <summary>Magic, method, flags, four bytes of time, effort, system.</summary>
    private static ReadOnlySpan<byte> Written => [0x1F, 0x8B, Deflate, 0, 0, 0, 0, 0, 0, UnknownSystem];

    public static void Write(Span<byte> destination) => Written.CopyTo(destination);

    /// <summary>Passes over a header whose first byte was taken.</summary>
    public static void Read(InflateInput input)
    {
        uint crc = Crc32.Of(Magic[..1]);
        if (Take(input, ref crc) != Magic[1] || Take(input, ref crc) != Deflate)
        {
            throw input.Damaged("it does not begin as a gzip file does");
        }
        byte flags = Take(input, ref crc);
        if ((flags & Reserved) != 0)
        {
            throw input.Damaged("its header has flags that do not exist");
        }
        Skip(input, 6, ref crc);
        if ((flags & HasExtra) != 0)
        {
            int size = Take(input, ref crc);
            Skip(input, size | (Take(input, ref crc) << 8), ref crc);
        }
        SkipText(input, flags & HasName, ref crc);
        SkipText(input, flags & HasComment, ref crc);
        uint expected = crc & 0xFFFF;
        if ((flags & HasHeaderCrc) != 0 && (uint)(Take(input, ref crc) | (Take(input, ref crc) << 8)) != expected)
        {
            throw input.Damaged("the checksum of its header is wrong");
        }
    }

    private static byte Take(InflateInput input, ref uint crc)
    {
        byte value = input.TakeByte();
        crc = Crc32.Append(crc, [value]);
        return value;
    }

    private static void Skip(InflateInput input, int count, ref uint crc)
    {
        for (; count > 0; count--)
        {
            Take(input, ref crc);
        }
    }

    private static void SkipText(InflateInput input, int flag, ref uint crc)
    {
        while (flag != 0 && Take(input, ref crc) != 0)
        {
        }
    }
}
