using System.Buffers.Binary;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Pe;

/// <summary>The COFF file header, with the "PE" signature in front of it (PE format, "COFF File Header").</summary>
/// <param name="Machine">0x8664 for x86-64, 0xAA64 for arm64.</param>
/// <param name="SectionCount">How many section headers follow the optional header.</param>
/// <param name="TimeStamp">As the linker wrote it.</param>
/// <param name="SymbolTable">File offset of COFF symbols, 0 in a stripped image.</param>
/// <param name="SymbolCount">How many symbols.</param>
/// <param name="OptionalHeaderSize">Length of the optional header in bytes.</param>
/// <param name="Characteristics">Flags of the image.</param>
public readonly record struct CoffHeader(
    ushort Machine,
    ushort SectionCount,
    uint TimeStamp,
    uint SymbolTable,
    uint SymbolCount,
    ushort OptionalHeaderSize,
    ushort Characteristics)
{
    private const uint Magic = 0x0000_4550; // "PE\0\0"
    private const int MachineAt = sizeof(uint);
    private const int SectionCountAt = MachineAt + sizeof(ushort);
    private const int TimeStampAt = SectionCountAt + sizeof(ushort);
    private const int SymbolTableAt = TimeStampAt + sizeof(uint);
    private const int SymbolCountAt = SymbolTableAt + sizeof(uint);
    private const int OptionalHeaderSizeAt = SymbolCountAt + sizeof(uint);
    private const int CharacteristicsAt = OptionalHeaderSizeAt + sizeof(ushort);

    /// <summary>Length in bytes, signature included.</summary>
    public const int Size = CharacteristicsAt + sizeof(ushort);

    /// <exception cref="DamagedFormatException">Too short, or not "PE".</exception>
    public static CoffHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new DamagedFormatException(PeFile.Name, "it has no PE header");
        }
        return new CoffHeader(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[MachineAt..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[SectionCountAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[TimeStampAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[SymbolTableAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[SymbolCountAt..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[OptionalHeaderSizeAt..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[CharacteristicsAt..]));
    }

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[MachineAt..], Machine);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[SectionCountAt..], SectionCount);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[TimeStampAt..], TimeStamp);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[SymbolTableAt..], SymbolTable);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[SymbolCountAt..], SymbolCount);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[OptionalHeaderSizeAt..], OptionalHeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[CharacteristicsAt..], Characteristics);
    }
}
