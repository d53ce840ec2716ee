using System.Buffers.Binary;

namespace Avocado.Testing.Elf;

/// <summary>Writes fields in the class and byte order of a sample.</summary>
/// <param name="is64Bit">Addresses have 8 bytes.</param>
/// <param name="isLittleEndian">Least significant byte first.</param>
internal sealed class ElfWriter(bool is64Bit, bool isLittleEndian)
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public byte[] ToArray() => [.. _bytes];

    public ElfWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public ElfWriter Byte(byte value) => Bytes([value]);

    public ElfWriter Half(int value)
    {
        Span<byte> field = stackalloc byte[2];
        if (isLittleEndian)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)value);
        }
        return Bytes(field);
    }

    public ElfWriter Word(long value)
    {
        Span<byte> field = stackalloc byte[4];
        if (isLittleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(field, (uint)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(field, (uint)value);
        }
        return Bytes(field);
    }

    public ElfWriter Address(long value)
    {
        if (!is64Bit)
        {
            return Word(value);
        }
        Span<byte> field = stackalloc byte[8];
        if (isLittleEndian)
        {
            BinaryPrimitives.WriteInt64LittleEndian(field, value);
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(field, value);
        }
        return Bytes(field);
    }

    public ElfWriter Align(int alignment) => Bytes(new byte[(alignment - (Length % alignment)) % alignment]);

    /// <summary>The file header.</summary>
    public ElfWriter Header(
        int type, int machine, int segmentOffset, int segments, int sectionOffset, int sections, int nameSection)
    {
        Bytes("\x7f"u8).Bytes("ELF"u8).Byte((byte)(is64Bit ? 2 : 1)).Byte((byte)(isLittleEndian ? 1 : 2)).Byte(1);
        Bytes(new byte[9]).Half(type).Half(machine).Word(1).Address(0).Address(segmentOffset).Address(sectionOffset);
        return Word(0).Half(HeaderSize).Half(SegmentSize).Half(segments).Half(SectionSize).Half(sections)
            .Half(nameSection);
    }

    public int HeaderSize => is64Bit ? 64 : 52;

    public int SegmentSize => is64Bit ? 56 : 32;

    public int SectionSize => is64Bit ? 64 : 40;

    public int AddressSize => is64Bit ? 8 : 4;

    /// <summary>A program header.</summary>
    public ElfWriter Segment(int type, long offset, long address, long size, int alignment)
    {
        Word(type);
        if (is64Bit)
        {
            Word(5);
        }
        Address(offset).Address(address).Address(address).Address(size).Address(size);
        if (!is64Bit)
        {
            Word(5);
        }
        return Address(alignment);
    }

    /// <summary>A section header.</summary>
    public ElfWriter Section(int name, int type, long offset, long size, int link, int info, int align, int entry) =>
        Word(name).Word(type).Address(0).Address(0).Address(offset).Address(size).Word(link).Word(info)
            .Address(align).Address(entry);

    /// <summary>A symbol: local, without type.</summary>
    public ElfWriter Symbol(int name, long value, int section, byte info = 0x10) => is64Bit
        ? Word(name).Byte(info).Byte(0).Half(section).Address(value).Address(0)
        : Word(name).Address(value).Address(0).Byte(info).Byte(0).Half(section);
}
