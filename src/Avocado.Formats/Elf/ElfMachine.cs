namespace Avocado.Formats.Elf;

/// <summary>Whose instructions an ELF file holds (<c>e_machine</c>); only those that we name.</summary>
public enum ElfMachine : ushort
{
    None = 0,
    I386 = 3,
    Arm = 40,
    X86_64 = 62,
    Arm64 = 183,
    RiscV = 243,
}
