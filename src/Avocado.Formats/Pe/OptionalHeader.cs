using System.Buffers.Binary;
using System.Numerics;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Pe;

/// <summary>
/// The fields of a PE32+ optional header that building and signing need (PE format, "Optional Header"). The others
/// are left as they are: <see cref="Write"/> changes only these.
/// </summary>
/// <param name="InitializedDataSize">Sum of the sizes of all data sections, in bytes.</param>
/// <param name="SectionAlignment">Alignment of sections in memory, a power of two.</param>
/// <param name="FileAlignment">Alignment of sections in the file, a power of two.</param>
/// <param name="ImageSize">Bytes in memory, headers included, a multiple of <paramref name="SectionAlignment"/>.</param>
/// <param name="HeadersSize">Bytes of all headers in the file; the first section begins behind them.</param>
/// <param name="CheckSum">The PE checksum, 0 when there is none.</param>
/// <param name="DllCharacteristics">Flags; see <see cref="NxCompatible"/>.</param>
/// <param name="CertificateTable">Offset (of the file, not of memory) and length of the signatures; 0 without.</param>
public readonly record struct OptionalHeader(
    uint InitializedDataSize,
    uint SectionAlignment,
    uint FileAlignment,
    uint ImageSize,
    uint HeadersSize,
    uint CheckSum,
    ushort DllCharacteristics,
    DataDirectory CertificateTable)
{
    private const ushort Pe32Plus = 0x20B;
    private const ushort Pe32 = 0x10B;

    /// <summary>The flag of images whose data may be mapped without execute permission.</summary>
    public const ushort NxCompatible = 0x0100;

    // Standard fields: magic, linker version, sizes of code and data, entry point, base of code; then the image base.
    private const int InitializedDataSizeAt = sizeof(ushort) + (2 * sizeof(byte)) + sizeof(uint);
    private const int ImageBaseAt = InitializedDataSizeAt + (4 * sizeof(uint));
    private const int SectionAlignmentAt = ImageBaseAt + sizeof(ulong);
    private const int FileAlignmentAt = SectionAlignmentAt + sizeof(uint);
    // Six 16-bit versions and the reserved Win32VersionValue stand between.
    private const int ImageSizeAt = FileAlignmentAt + sizeof(uint) + (6 * sizeof(ushort)) + sizeof(uint);
    private const int HeadersSizeAt = ImageSizeAt + sizeof(uint);
    // Subsystem, then the flags, four 64-bit stack and heap sizes, LoaderFlags.
    private const int DllCharacteristicsAt = CheckSumAt + sizeof(uint) + sizeof(ushort);
    private const int DirectoryCountAt = DllCharacteristicsAt + sizeof(ushort) + (4 * sizeof(ulong)) + sizeof(uint);
    private const int DirectoriesAt = DirectoryCountAt + sizeof(uint);
    private const int CertificateTableIndex = 4;

    /// <summary>Where the checksum is, from the start of this header; Authenticode leaves it out.</summary>
    public const int CheckSumAt = HeadersSizeAt + sizeof(uint);

    /// <summary>Where the certificate table's directory entry is; Authenticode leaves it out.</summary>
    public const int CertificateTableAt = DirectoriesAt + (CertificateTableIndex * DataDirectory.Size);

    /// <summary>Smallest length that holds every field above.</summary>
    public const int SmallestSize = CertificateTableAt + DataDirectory.Size;

    /// <exception cref="DamagedFormatException">Too short, or alignments that are no powers of two.</exception>
    /// <exception cref="AvocadoException">AVO0202: a 32-bit image.</exception>
    public static OptionalHeader Read(ReadOnlySpan<byte> bytes)
    {
        ushort magic = bytes.Length < sizeof(ushort) ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (magic == Pe32)
        {
            throw Codes.UnsupportedFormat.Error(PeFile.Name, "it is a 32-bit one (PE32)");
        }
        if (magic != Pe32Plus || bytes.Length < SmallestSize
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[DirectoryCountAt..]) <= CertificateTableIndex)
        {
            throw new DamagedFormatException(PeFile.Name, "its optional header is no complete PE32+ one");
        }
        var header = new OptionalHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[InitializedDataSizeAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[SectionAlignmentAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[FileAlignmentAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[ImageSizeAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[HeadersSizeAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckSumAt..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[DllCharacteristicsAt..]),
            DataDirectory.Read(bytes[CertificateTableAt..]));
        if (!BitOperations.IsPow2(header.SectionAlignment) || !BitOperations.IsPow2(header.FileAlignment)
            || header.FileAlignment > PeFile.LargestHeaders)
        {
            throw new DamagedFormatException(PeFile.Name, "its alignments are no powers of two");
        }
        return header;
    }

    /// <summary>Writes these fields over a copy of an optional header.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[InitializedDataSizeAt..], InitializedDataSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[SectionAlignmentAt..], SectionAlignment);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[FileAlignmentAt..], FileAlignment);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ImageSizeAt..], ImageSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[HeadersSizeAt..], HeadersSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CheckSumAt..], CheckSum);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[DllCharacteristicsAt..], DllCharacteristics);
        CertificateTable.Write(bytes[CertificateTableAt..]);
    }
}
