using System.Buffers.Binary;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Efi;

/// <summary>EDK II's VARIABLE_STORE_HEADER, of the kind that holds authenticated variables.</summary>
/// <param name="StoreSize">Bytes of the store, this header included.</param>
internal readonly record struct VariableStoreHeader(uint StoreSize)
{
    private const byte Formatted = 0x5A;
    private const byte Healthy = 0xFE;
    private const int StoreSizeAt = EfiGuid.Size;
    private const int FormatAt = StoreSizeAt + sizeof(uint);
    private const int StateAt = FormatAt + sizeof(byte);

    /// <summary>Length in bytes, with six that are reserved.</summary>
    public const int Size = StateAt + sizeof(byte) + sizeof(ushort) + sizeof(uint);

    /// <exception cref="DamagedFormatException">Another kind of store, not formatted, or cut off.</exception>
    public static VariableStoreHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size || new Guid(bytes[..EfiGuid.Size]) != EfiGuid.AuthenticatedVariableStore)
        {
            throw new DamagedFormatException(
                OvmfVariableStore.Format, "it has no store of authenticated variables (is it an OVMF_VARS file?)");
        }
        if (bytes[FormatAt] != Formatted || bytes[StateAt] != Healthy)
        {
            throw new DamagedFormatException(OvmfVariableStore.Format, "its variable store is not formatted");
        }
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[StoreSizeAt..]);
        return size >= Size && size <= bytes.Length
            ? new VariableStoreHeader(size)
            : throw new DamagedFormatException(OvmfVariableStore.Format, "its variable store is cut off");
    }
}
