using System.Buffers.Binary;

namespace Avocado.Images.HostFiles;

/// <summary>Whether a file is a program, by its first bytes: the same on hosts with and without modes.</summary>
internal static class ProgramContent
{
    /// <summary>How many bytes <see cref="IsProgram"/> wants to see.</summary>
    public const int StartLength = MachineOffset + 2;

    // ELF header, System V gABI: e_ident, then e_type and e_machine as half words.
    private const int ByteOrderOffset = 5;
    private const int TypeOffset = 16;
    private const int MachineOffset = TypeOffset + 2;
    private const byte BigEndian = 2;
    private const ushort TypeExecutable = 2;
    private const ushort TypeShared = 3;

    /// <summary>Scripts and ELF programs; shared libraries (by their names) and relocatable files are none.</summary>
    public static bool IsProgram(ReadOnlySpan<byte> start, string name)
    {
        if (start.StartsWith("#!"u8))
        {
            return true;
        }
        bool isLibrary = name.EndsWith(".so", StringComparison.Ordinal)
            || name.Contains(".so.", StringComparison.Ordinal);
        return !isLibrary && IsElf(start) && Half(start, TypeOffset) is TypeExecutable or TypeShared;
    }

    /// <summary>The processor an ELF file is for (e_machine), or null when it is no ELF file.</summary>
    public static ushort? Machine(ReadOnlySpan<byte> start) => IsElf(start) ? Half(start, MachineOffset) : null;

    private static bool IsElf(ReadOnlySpan<byte> start) =>
        start.Length >= StartLength && start.StartsWith("\x7F"u8) && start[1..].StartsWith("ELF"u8);

    private static ushort Half(ReadOnlySpan<byte> start, int offset) => start[ByteOrderOffset] == BigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(start[offset..])
        : BinaryPrimitives.ReadUInt16LittleEndian(start[offset..]);
}
