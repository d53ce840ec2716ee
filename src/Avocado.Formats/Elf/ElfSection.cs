namespace Avocado.Formats.Elf;

/// <summary>A section header.</summary>
/// <param name="NameOffset">Of its name in the name section.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Offset">In the file, in bytes.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Link">Index of a section it refers to, such as a symbol table's strings.</param>
internal readonly record struct ElfSection(uint NameOffset, uint Type, ulong Offset, ulong Size, uint Link)
{
    /// <summary>Index of no section: in a symbol, "defined elsewhere".</summary>
    public const ushort Undefined = 0;

    /// <summary>A section without bytes in the file (.bss).</summary>
    public const uint NoBits = 8;

    private const int Words = 4;
    private const int Addresses = 6;

    /// <summary>Size of an entry of a class, in bytes.</summary>
    public static int SizeOf(ElfIdent ident) => (Words * sizeof(uint)) + (Addresses * ident.AddressSize);

    /// <summary>Reads an entry of the table.</summary>
    public static ElfSection Read(ReadOnlySpan<byte> bytes, ElfIdent ident)
    {
        var fields = new ElfCursor(bytes, ident);
        uint name = fields.Word();
        uint type = fields.Word();
        _ = fields.Address(); // sh_flags
        _ = fields.Address(); // sh_addr
        ulong offset = fields.Address();
        ulong size = fields.Address();
        return new ElfSection(name, type, offset, size, fields.Word());
    }
}
