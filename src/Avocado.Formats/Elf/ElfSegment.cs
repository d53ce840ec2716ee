namespace Avocado.Formats.Elf;

/// <summary>A program header: a run of the file that has a use at run time.</summary>
/// <param name="Type">One of the constants below, or something we do not read.</param>
/// <param name="Offset">In the file, in bytes.</param>
/// <param name="VirtualAddress">Where it is mapped.</param>
/// <param name="FileSize">Bytes in the file.</param>
/// <param name="Alignment">Of the segment; for notes also of the entries in it.</param>
internal readonly record struct ElfSegment(
    uint Type, ulong Offset, ulong VirtualAddress, ulong FileSize, ulong Alignment)
{
    public const uint Load = 1;
    public const uint Dynamic = 2;
    public const uint Interpreter = 3;
    public const uint Note = 4;

    private const int Words = 2;
    private const int Addresses = 6;

    /// <summary>Size of an entry of a class, in bytes.</summary>
    public static int SizeOf(ElfIdent ident) => (Words * sizeof(uint)) + (Addresses * ident.AddressSize);

    /// <summary>Reads an entry of the table.</summary>
    public static ElfSegment Read(ReadOnlySpan<byte> bytes, ElfIdent ident)
    {
        var fields = new ElfCursor(bytes, ident);
        uint type = fields.Word();
        if (ident.Is64Bit)
        {
            _ = fields.Word(); // p_flags stands here in 64-bit files and before p_align in 32-bit files
        }
        ulong offset = fields.Address();
        ulong virtualAddress = fields.Address();
        _ = fields.Address();  // p_paddr
        ulong fileSize = fields.Address();
        _ = fields.Address();  // p_memsz
        if (!ident.Is64Bit)
        {
            _ = fields.Word();
        }
        return new ElfSegment(type, offset, virtualAddress, fileSize, fields.Address());
    }
}
