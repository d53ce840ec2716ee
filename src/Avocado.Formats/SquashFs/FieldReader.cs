using System.Buffers.Binary;

namespace Avocado.Formats.SquashFs;

/// <summary>Reads little-endian fields one behind the other.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _read;

    public ushort U16()
    {
        ushort value = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[_read..]);
        _read += sizeof(ushort);
        return value;
    }

    public uint U32()
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[_read..]);
        _read += sizeof(uint);
        return value;
    }

    public ulong U64()
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[_read..]);
        _read += sizeof(ulong);
        return value;
    }
}
