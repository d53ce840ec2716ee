using System.Buffers.Binary;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Efi;

/// <summary>The part of EFI_FIRMWARE_VOLUME_HEADER that finds what is in the volume (UEFI PI 1.7, 3.2.1).</summary>
/// <param name="VolumeLength">Bytes of the volume.</param>
/// <param name="HeaderLength">Bytes of this header; the content begins behind it.</param>
internal readonly record struct FirmwareVolumeHeader(ulong VolumeLength, ushort HeaderLength)
{
    private const int ZeroVectorSize = 16;
    private const int LengthAt = ZeroVectorSize + EfiGuid.Size;
    private const int SignatureAt = LengthAt + sizeof(ulong);
    private const int AttributesAt = SignatureAt + sizeof(uint);
    private const int HeaderLengthAt = AttributesAt + sizeof(uint);

    /// <summary>How much of the header is read.</summary>
    public const int Size = HeaderLengthAt + sizeof(ushort);

    /// <exception cref="DamagedFormatException">No firmware volume, or cut off.</exception>
    public static FirmwareVolumeHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size || !bytes.Slice(SignatureAt, sizeof(uint)).SequenceEqual("_FVH"u8))
        {
            throw new DamagedFormatException(OvmfVariableStore.Format, "it does not begin with a firmware volume");
        }
        var header = new FirmwareVolumeHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[LengthAt..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[HeaderLengthAt..]));
        return header.HeaderLength >= Size && header.VolumeLength <= (ulong)bytes.Length
            && header.HeaderLength <= header.VolumeLength
            ? header
            : throw new DamagedFormatException(OvmfVariableStore.Format, "its firmware volume is cut off");
    }
}
