using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Elf;

/// <summary>The first bytes of an ELF file (<c>e_ident</c>): they say how all others are read.</summary>
/// <param name="Is64Bit">Addresses and offsets have 8 bytes, else 4.</param>
/// <param name="IsLittleEndian">Least significant byte first.</param>
public readonly record struct ElfIdent(bool Is64Bit, bool IsLittleEndian)
{
    /// <summary>Length of <c>e_ident</c> in bytes.</summary>
    public const int Size = 16;

    private const int ClassOffset = 4;
    private const int DataOffset = ClassOffset + 1;
    private const int VersionOffset = DataOffset + 1;
    private const byte CurrentVersion = 1;

    private static ReadOnlySpan<byte> Magic => "\u007fELF"u8;

    /// <summary>Size of an address, an offset and a section's length.</summary>
    public int AddressSize => Is64Bit ? sizeof(ulong) : sizeof(uint);

    /// <summary>True when the bytes begin like an ELF file.</summary>
    public static bool IsElf(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    /// <summary>Reads <c>e_ident</c>, whose magic is already known to be there.</summary>
    /// <exception cref="DamagedFormatException">Unknown class, byte order or version, or too short.</exception>
    public static ElfIdent Read(ReadOnlySpan<byte> start)
    {
        if (start.Length < Size || start[VersionOffset] != CurrentVersion
            || start[ClassOffset] is not (1 or 2) || start[DataOffset] is not (1 or 2))
        {
            throw new DamagedFormatException(ElfFile.FormatName, "its first 16 bytes are not those of an ELF file");
        }
        return new ElfIdent(start[ClassOffset] == 2, start[DataOffset] == 1);
    }
}
