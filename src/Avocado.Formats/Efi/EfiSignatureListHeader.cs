using System.Buffers.Binary;

namespace Avocado.Formats.Efi;

/// <summary>The head of an EFI_SIGNATURE_LIST (UEFI 2.10, 32.4.1).</summary>
/// <param name="Type">What its entries are.</param>
/// <param name="ListSize">Bytes of the whole list, this head included.</param>
/// <param name="HeaderSize">Bytes of a head of the type's own, 0 for all types in use.</param>
/// <param name="EntrySize">Bytes of each entry, owner included.</param>
public readonly record struct EfiSignatureListHeader(Guid Type, uint ListSize, uint HeaderSize, uint EntrySize)
{
    private const int ListSizeAt = EfiGuid.Size;
    private const int HeaderSizeAt = ListSizeAt + sizeof(uint);
    private const int EntrySizeAt = HeaderSizeAt + sizeof(uint);

    /// <summary>Length in bytes.</summary>
    public const int Size = EntrySizeAt + sizeof(uint);

    public static EfiSignatureListHeader Read(ReadOnlySpan<byte> bytes) => new(
        new Guid(bytes[..EfiGuid.Size]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[ListSizeAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[HeaderSizeAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[EntrySizeAt..]));

    public void Write(Span<byte> bytes)
    {
        Type.TryWriteBytes(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ListSizeAt..], ListSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[HeaderSizeAt..], HeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[EntrySizeAt..], EntrySize);
    }
}
