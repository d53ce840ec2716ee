using System.Buffers.Binary;

namespace Avocado.Formats.Elf;

/// <summary>
/// Reads the fields of a header one after the other, in the file's class and byte order. The caller gives a span of
/// the header's size.
/// </summary>
internal ref struct ElfCursor(ReadOnlySpan<byte> bytes, ElfIdent ident)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Elf_Half.</summary>
    public ushort Half()
    {
        ReadOnlySpan<byte> field = Take(sizeof(ushort));
        return ident.IsLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(field)
            : BinaryPrimitives.ReadUInt16BigEndian(field);
    }

    /// <summary>Elf_Word.</summary>
    public uint Word()
    {
        ReadOnlySpan<byte> field = Take(sizeof(uint));
        return ident.IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(field)
            : BinaryPrimitives.ReadUInt32BigEndian(field);
    }

    /// <summary>Elf_Addr, Elf_Off or Elf_Xword: 4 or 8 bytes by class.</summary>
    public ulong Address()
    {
        if (!ident.Is64Bit)
        {
            return Word();
        }
        ReadOnlySpan<byte> field = Take(sizeof(ulong));
        return ident.IsLittleEndian
            ? BinaryPrimitives.ReadUInt64LittleEndian(field)
            : BinaryPrimitives.ReadUInt64BigEndian(field);
    }

    /// <summary>One byte.</summary>
    public byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> field = _rest[..count];
        _rest = _rest[count..];
        return field;
    }
}
