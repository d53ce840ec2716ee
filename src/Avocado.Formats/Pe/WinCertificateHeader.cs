using System.Buffers.Binary;

namespace Avocado.Formats.Pe;

/// <summary>WIN_CERTIFICATE: the frame of a signature in a PE file and in a UEFI variable (UEFI 2.10, 32.2.4).</summary>
/// <param name="Length">Bytes of the whole certificate, this header included, padding not.</param>
/// <param name="Revision">0x0200.</param>
/// <param name="Type">See the constants.</param>
public readonly record struct WinCertificateHeader(uint Length, ushort Revision, ushort Type)
{
    /// <summary>The only revision that UEFI knows.</summary>
    public const ushort CurrentRevision = 0x0200;

    /// <summary>A PKCS#7 SignedData in its ContentInfo: Authenticode.</summary>
    public const ushort Pkcs7 = 0x0002;

    /// <summary>A GUID and data of its type: authenticated variables.</summary>
    public const ushort EfiGuid = 0x0EF1;

    private const int RevisionAt = sizeof(uint);
    private const int TypeAt = RevisionAt + sizeof(ushort);

    /// <summary>Length in bytes.</summary>
    public const int Size = TypeAt + sizeof(ushort);

    public static WinCertificateHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[RevisionAt..]),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[TypeAt..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[RevisionAt..], Revision);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[TypeAt..], Type);
    }
}
