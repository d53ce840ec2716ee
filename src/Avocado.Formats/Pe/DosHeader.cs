using System.Buffers.Binary;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Pe;

/// <summary>The MS-DOS header in front of every PE file; only the pointer to the real header matters.</summary>
/// <param name="NewHeader">Offset of the <see cref="CoffHeader"/>'s signature, from the start of the file.</param>
public readonly record struct DosHeader(uint NewHeader)
{
    private const ushort Magic = 0x5A4D; // "MZ"
    private const int NewHeaderAt = 0x3C;

    /// <summary>Length in bytes.</summary>
    public const int Size = NewHeaderAt + sizeof(uint);

    /// <exception cref="DamagedFormatException">Too short, or not "MZ".</exception>
    public static DosHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size || BinaryPrimitives.ReadUInt16LittleEndian(bytes) != Magic)
        {
            throw new DamagedFormatException(PeFile.Name, "it does not begin with a DOS header");
        }
        return new DosHeader(BinaryPrimitives.ReadUInt32LittleEndian(bytes[NewHeaderAt..]));
    }
}
