namespace Avocado.Formats.Elf;

/// <summary>An entry of a symbol table; what it is worth and how it binds is not read.</summary>
/// <param name="NameOffset">Of its name in the table's strings.</param>
/// <param name="Section">Index of the section that defines it; <see cref="ElfSection.Undefined"/> for none.</param>
internal readonly record struct ElfSymbol(uint NameOffset, ushort Section)
{
    private const int SizeOfInfoAndOther = 2;

    /// <summary>Size of an entry of a class, in bytes.</summary>
    public static int SizeOf(ElfIdent ident) =>
        sizeof(uint) + (2 * ident.AddressSize) + SizeOfInfoAndOther + sizeof(ushort);

    /// <summary>Reads an entry of the table.</summary>
    public static ElfSymbol Read(ReadOnlySpan<byte> bytes, ElfIdent ident)
    {
        var fields = new ElfCursor(bytes, ident);
        uint name = fields.Word();
        if (!ident.Is64Bit)
        {
            _ = fields.Address(); // st_value and st_size stand here in 32-bit files and at the end in 64-bit files
            _ = fields.Address();
        }
        _ = fields.Byte();        // st_info
        _ = fields.Byte();        // st_other
        return new ElfSymbol(name, fields.Half());
    }
}
