using System.Buffers.Binary;
using System.Text;

namespace Avocado.Formats.Pe;

/// <summary>One row of the section table (PE format, "Section Table"), without its obsolete line numbers.</summary>
/// <param name="Name">At most 8 ASCII characters, such as ".linux".</param>
/// <param name="VirtualSize">Bytes in memory; what lies behind the raw data is zero.</param>
/// <param name="VirtualAddress">Address in memory, relative to the image.</param>
/// <param name="RawSize">Bytes in the file, padding included.</param>
/// <param name="RawOffset">Offset in the file.</param>
/// <param name="Characteristics">Flags.</param>
public readonly record struct PeSectionHeader(
    string Name, uint VirtualSize, uint VirtualAddress, uint RawSize, uint RawOffset, uint Characteristics)
{
    /// <summary>Readable data.</summary>
    public const uint ReadableData = 0x4000_0040;

    /// <summary>Readable code, as the kernel's section is marked.</summary>
    public const uint ReadableCode = 0x4000_0020;

    /// <summary>Longest name in bytes.</summary>
    public const int LongestName = 8;

    private const int VirtualSizeAt = LongestName;
    private const int VirtualAddressAt = VirtualSizeAt + sizeof(uint);
    private const int RawSizeAt = VirtualAddressAt + sizeof(uint);
    private const int RawOffsetAt = RawSizeAt + sizeof(uint);
    // Two pointers and two counts for relocations and line numbers, which images do not have.
    private const int CharacteristicsAt = RawOffsetAt + sizeof(uint) + (2 * sizeof(uint)) + (2 * sizeof(ushort));

    /// <summary>Length in bytes.</summary>
    public const int Size = CharacteristicsAt + sizeof(uint);

    /// <summary>How many bytes of the file mean something; the rest of the raw data is padding.</summary>
    public uint ContentSize => Math.Min(VirtualSize, RawSize);

    public static PeSectionHeader Read(ReadOnlySpan<byte> bytes) => new(
        Encoding.Latin1.GetString(bytes[..LongestName].TrimEnd((byte)0)),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[VirtualSizeAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[VirtualAddressAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[RawSizeAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[RawOffsetAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[CharacteristicsAt..]));

    public void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        Encoding.Latin1.GetBytes(Name, bytes[..LongestName]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[VirtualSizeAt..], VirtualSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[VirtualAddressAt..], VirtualAddress);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[RawSizeAt..], RawSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[RawOffsetAt..], RawOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CharacteristicsAt..], Characteristics);
    }
}
