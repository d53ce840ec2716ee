using System.Buffers.Binary;

namespace Avocado.Formats.Efi;

/// <summary>EDK II's AUTHENTICATED_VARIABLE_HEADER; name and value follow, then padding to four bytes.</summary>
/// <param name="State">Flash bits that only ever fall; see the constants.</param>
/// <param name="Attributes">The variable's attributes.</param>
/// <param name="Timestamp">Of the last authenticated write, zero for other variables.</param>
/// <param name="NameSize">Bytes of the name, its NUL included.</param>
/// <param name="DataSize">Bytes of the value.</param>
/// <param name="Vendor">The name's space.</param>
internal readonly record struct VariableHeader(
    byte State, EfiVariableAttributes Attributes, EfiTime Timestamp, uint NameSize, uint DataSize, Guid Vendor)
{
    /// <summary>The state of a variable that is there.</summary>
    public const byte Added = 0x3F;

    /// <summary>Cleared in the state of a variable that was deleted.</summary>
    public const byte DeletedMask = 0xFD;

    /// <summary>Every variable begins at a multiple of this, counted in the flash.</summary>
    public const int Alignment = 4;

    private const ushort StartId = 0x55AA;
    private const int StateAt = sizeof(ushort);
    private const int AttributesAt = StateAt + (2 * sizeof(byte));
    // The monotonic count belongs to a scheme that nobody uses any more.
    private const int TimestampAt = AttributesAt + sizeof(uint) + sizeof(ulong);
    private const int KeyIndexAt = TimestampAt + EfiTime.Size;
    private const int NameSizeAt = KeyIndexAt + sizeof(uint);
    private const int DataSizeAt = NameSizeAt + sizeof(uint);
    private const int VendorAt = DataSizeAt + sizeof(uint);

    /// <summary>Length in bytes.</summary>
    public const int Size = VendorAt + EfiGuid.Size;

    /// <summary>Bytes of the whole record, without the padding behind it.</summary>
    public long RecordSize => Size + (long)NameSize + DataSize;

    /// <summary>True when a record begins here.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Size && BinaryPrimitives.ReadUInt16LittleEndian(bytes) == StartId;

    public static VariableHeader Read(ReadOnlySpan<byte> bytes) => new(
        bytes[StateAt],
        (EfiVariableAttributes)BinaryPrimitives.ReadUInt32LittleEndian(bytes[AttributesAt..]),
        EfiTime.Read(bytes[TimestampAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[NameSizeAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[DataSizeAt..]),
        new Guid(bytes.Slice(VendorAt, EfiGuid.Size)));

    public void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, StartId);
        bytes[StateAt] = State;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[AttributesAt..], (uint)Attributes);
        Timestamp.Write(bytes[TimestampAt..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[NameSizeAt..], NameSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[DataSizeAt..], DataSize);
        Vendor.TryWriteBytes(bytes[VendorAt..]);
    }

    /// <summary>Changes only the state of a record, as flash memory does.</summary>
    public static void WriteState(Span<byte> bytes, byte state) => bytes[StateAt] = state;
}
