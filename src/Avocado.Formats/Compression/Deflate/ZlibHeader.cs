using System.Buffers.Binary;

namespace Avocado.Formats.Compression.Deflate;

/// <summary>The first bytes of a zlib stream (RFC 1950, section 2.2).</summary>
/// <param name="Level">What the encoder says of its effort: 0 (fastest) to 3 (smallest). Nothing depends on it.</param>
internal readonly record struct ZlibHeader(int Level)
{
    /// <summary>Size in bytes.</summary>
    public const int Size = 2;

    /// <summary>Size of the Adler-32 behind the stream, big-endian.</summary>
    public const int TrailerSize = sizeof(uint);

    /// <summary>Deflate with a window of 32 KiB.</summary>
    private const int DeflateMethod = 0x78;
    private const int MethodMask = 0x0F;
    private const int Deflate = 8;
    private const int MaxWindowBits = 7;
    private const int LevelShift = 6;
    private const int HasDictionary = 0x20;

    /// <summary>The header as a number is a multiple of this.</summary>
    private const int CheckModulus = 31;

    /// <summary>What zlib itself writes for a level of 1 to 9.</summary>
    public static ZlibHeader Of(int level) => new(level switch
    {
        1 => 0,
        < 6 => 1,
        6 => 2,
        _ => 3,
    });

    public void Write(Span<byte> destination)
    {
        int header = (DeflateMethod << 8) | (Level << LevelShift);
        header += CheckModulus - (header % CheckModulus);
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)header);
    }

    public static ZlibHeader Read(InflateInput input)
    {
        byte method = input.TakeByte();
        byte flags = input.TakeByte();
        if ((method & MethodMask) != Deflate
            || method >> 4 > MaxWindowBits
            || ((method << 8) | flags) % CheckModulus != 0
            || (flags & HasDictionary) != 0)
        {
            throw input.Damaged("it does not begin as a zlib stream does");
        }
        return new ZlibHeader(flags >> LevelShift);
    }
}
