using System.Buffers.Binary;

namespace Avocado.Formats.Pe;

/// <summary>Where a table is (PE format, "Optional Header Data Directories").</summary>
/// <param name="Offset">For the certificate table an offset in the file.</param>
/// <param name="Length">In bytes; 0 when there is no table.</param>
public readonly record struct DataDirectory(uint Offset, uint Length)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 2 * sizeof(uint);

    public static DataDirectory Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(uint)..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[sizeof(uint)..], Length);
    }
}
