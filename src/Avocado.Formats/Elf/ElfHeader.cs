using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Elf;

/// <summary>The file header (<c>Elf32_Ehdr</c>, <c>Elf64_Ehdr</c>).</summary>
/// <param name="Ident">Class and byte order.</param>
/// <param name="Type">What the file is.</param>
/// <param name="Machine">Whose instructions it holds.</param>
/// <param name="Segments">The table of program headers.</param>
/// <param name="Sections">The table of section headers.</param>
/// <param name="NameSection">Index of the section that holds the sections' names.</param>
internal readonly record struct ElfHeader(
    ElfIdent Ident, ElfType Type, ElfMachine Machine, ElfTable Segments, ElfTable Sections, int NameSection)
{
    private const int Halves = 2 + 6;
    private const int Words = 2;
    private const int Addresses = 3;

    /// <summary>Size of the header of a class, in bytes: e_ident, 8 halves, 2 words and 3 addresses.</summary>
    public static int SizeOf(ElfIdent ident) =>
        ElfIdent.Size + (Halves * sizeof(ushort)) + (Words * sizeof(uint)) + (Addresses * ident.AddressSize);

    /// <summary>Reads the header at the start of a file.</summary>
    /// <exception cref="DamagedFormatException">Truncated, or with table entries of an impossible size.</exception>
    public static ElfHeader Read(ElfBytes file)
    {
        ElfIdent ident = ElfIdent.Read(file.Read(0, (int)Math.Min(file.Length, ElfIdent.Size), "identification"));
        var fields = new ElfCursor(file.Read(0, SizeOf(ident), "header").AsSpan(ElfIdent.Size), ident);
        var type = (ElfType)fields.Half();
        var machine = (ElfMachine)fields.Half();
        _ = fields.Word();    // e_version
        _ = fields.Address(); // e_entry
        ulong segmentOffset = fields.Address();
        ulong sectionOffset = fields.Address();
        _ = fields.Word();    // e_flags
        _ = fields.Half();    // e_ehsize
        var segments = new ElfTable(segmentOffset, fields.Half(), fields.Half());
        var sections = new ElfTable(sectionOffset, fields.Half(), fields.Half());
        if ((segments.Count > 0 && segments.EntrySize < ElfSegment.SizeOf(ident))
            || (sections.Count > 0 && sections.EntrySize < ElfSection.SizeOf(ident)))
        {
            throw new DamagedFormatException(ElfFile.FormatName, "a header table has entries that are too short");
        }
        return new ElfHeader(ident, type, machine, segments, sections, fields.Half());
    }
}
