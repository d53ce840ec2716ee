using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Elf;

/// <summary>The sections of an ELF file in memory: as linkers and the kernel's module loader see it.</summary>
internal sealed class ElfObject
{
    private readonly ElfBytes _file;
    private readonly ElfSection[] _sections;
    private readonly ReadOnlyMemory<byte> _names;

    /// <param name="file">The whole file.</param>
    /// <exception cref="DamagedFormatException">Not an ELF file with sections, or a damaged one.</exception>
    public ElfObject(ReadOnlyMemory<byte> file)
    {
        if (!ElfIdent.IsElf(file.Span))
        {
            throw new DamagedFormatException(ElfFile.FormatName, "it does not begin like one");
        }
        _file = new ElfBytes(file);
        Header = ElfHeader.Read(_file);
        ElfTable table = Header.Sections;
        ReadOnlySpan<byte> bytes = _file.Slice(table.Offset, (ulong)table.Size, "section header table").Span;
        _sections = new ElfSection[table.Count];
        for (int i = 0; i < table.Count; i++)
        {
            _sections[i] = ElfSection.Read(bytes.Slice(i * table.EntrySize, table.EntrySize), Header.Ident);
        }
        _names = Header.NameSection < _sections.Length
            ? Bytes(_sections[Header.NameSection], "section names")
            : throw new DamagedFormatException(ElfFile.FormatName, "it has no section names");
    }

    /// <summary>The file header.</summary>
    public ElfHeader Header { get; }

    /// <summary>The bytes of the first section of a name; null when there is none.</summary>
    public ReadOnlyMemory<byte>? Section(ReadOnlySpan<byte> name)
    {
        foreach (ElfSection section in _sections)
        {
            if (Name(_names.Span, section.NameOffset).SequenceEqual(name))
            {
                return Bytes(section, "section");
            }
        }
        return null;
    }

    /// <summary>The entries of <c>.symtab</c>, the first (which is none) left out, and their strings.</summary>
    public (ElfSymbol[] Symbols, ReadOnlyMemory<byte> Strings) ReadSymbols()
    {
        if (Section(".symtab"u8) is not { } table || Section(".strtab"u8) is not { } strings)
        {
            return ([], default);
        }
        int size = ElfSymbol.SizeOf(Header.Ident);
        var symbols = new ElfSymbol[Math.Max(0, (table.Length / size) - 1)];
        for (int i = 0; i < symbols.Length; i++)
        {
            symbols[i] = ElfSymbol.Read(table.Span.Slice((i + 1) * size, size), Header.Ident);
        }
        return (symbols, strings);
    }

    /// <summary>The bytes of a string in a table, without its NUL.</summary>
    /// <exception cref="DamagedFormatException">It begins outside the table.</exception>
    public static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> table, uint offset)
    {
        if (offset >= (uint)table.Length)
        {
            throw new DamagedFormatException(ElfFile.FormatName, $"a name lies outside its table, at {offset}");
        }
        ReadOnlySpan<byte> name = table[(int)offset..];
        int end = name.IndexOf((byte)0);
        return end < 0 ? name : name[..end];
    }

    private ReadOnlyMemory<byte> Bytes(ElfSection section, string what) => section.Type == ElfSection.NoBits
        ? default
        : _file.Slice(section.Offset, section.Size, what);
}
