namespace Avocado.Formats.Elf;

/// <summary>What an ELF file is (<c>e_type</c>).</summary>
public enum ElfType : ushort
{
    None = 0,

    /// <summary>An object file; kernel modules are such.</summary>
    Relocatable = 1,

    /// <summary>A program at a fixed address.</summary>
    Executable = 2,

    /// <summary>A library or a position-independent program.</summary>
    SharedObject = 3,

    Core = 4,
}
