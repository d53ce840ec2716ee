using System.Buffers.Binary;

namespace Avocado.Formats.SquashFs;

/// <summary>Writes little-endian fields one behind the other.</summary>
internal ref struct FieldWriter(Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;

    /// <summary>How many bytes the fields so far have.</summary>
    public int Written { get; private set; }

    public void U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes[Written..], value);
        Written += sizeof(ushort);
    }

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes[Written..], value);
        Written += sizeof(uint);
    }

    public void U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes[Written..], value);
        Written += sizeof(ulong);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_bytes[Written..]);
        Written += value.Length;
    }
}
