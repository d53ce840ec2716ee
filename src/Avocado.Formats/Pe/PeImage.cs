using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Pe;

/// <summary>
/// The headers of a PE32+ image, checked: every range they name lies in the file. Its parts are
/// <see cref="CoffHeader"/>, <see cref="OptionalHeader"/> and <see cref="PeSectionHeader"/>.
/// </summary>
public sealed class PeImage
{
    private PeImage(long length, uint coffOffset, CoffHeader coff, OptionalHeader optional,
        ImmutableArray<PeSectionHeader> sections)
    {
        Length = length;
        CoffOffset = coffOffset;
        Coff = coff;
        Optional = optional;
        Sections = sections;
    }

    /// <summary>Length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>The COFF header.</summary>
    public CoffHeader Coff { get; }

    /// <summary>The optional header.</summary>
    public OptionalHeader Optional { get; }

    /// <summary>The sections, in the order of the table.</summary>
    public ImmutableArray<PeSectionHeader> Sections { get; }

    /// <summary>Offset of the COFF header's signature in the file.</summary>
    internal long CoffOffset { get; }

    /// <summary>Offset of the optional header in the file.</summary>
    internal long OptionalOffset => CoffOffset + CoffHeader.Size;

    /// <summary>Offset of the section table in the file.</summary>
    internal long SectionTableOffset => OptionalOffset + Coff.OptionalHeaderSize;

    /// <summary>True when a certificate table is there.</summary>
    public bool IsSigned => Optional.CertificateTable.Length != 0;

    /// <summary>Where the image ends and signatures begin: the length of the file without its certificate table.</summary>
    public long UnsignedLength => IsSigned ? Optional.CertificateTable.Offset : Length;

    /// <summary>The first section of a name, or null.</summary>
    public PeSectionHeader? Find(string name)
    {
        foreach (PeSectionHeader section in Sections)
        {
            if (section.Name == name)
            {
                return section;
            }
        }
        return null;
    }

    /// <summary>Reads the headers of a file.</summary>
    /// <exception cref="DamagedFormatException">The headers contradict each other or the length.</exception>
    /// <exception cref="AvocadoException">AVO0202: a 32-bit image.</exception>
    public static PeImage Read(Content file)
    {
        ArgumentNullException.ThrowIfNull(file);
        using Stream stream = file.Open();
        return Read(stream, file.Size);
    }

    /// <summary>Reads the headers from a stream that stands at the start of a file of a known length.</summary>
    /// <exception cref="DamagedFormatException">The headers contradict each other or the length.</exception>
    /// <exception cref="AvocadoException">AVO0202: a 32-bit image.</exception>
    public static PeImage Read(Stream stream, long length)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var start = new byte[Math.Min(length, PeFile.LargestHeaders)];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return Read(start.AsSpan(0, read), length);
    }

    /// <summary>Reads the headers from the first 64 KiB (or all) of a file of a known length.</summary>
    /// <exception cref="DamagedFormatException">The headers contradict each other or the length.</exception>
    /// <exception cref="AvocadoException">AVO0202: a 32-bit image.</exception>
    public static PeImage Read(ReadOnlySpan<byte> start, long length)
    {
        uint coffOffset = DosHeader.Read(start).NewHeader;
        CoffHeader coff = CoffHeader.Read(From(start, coffOffset));
        ReadOnlySpan<byte> rest = From(start, coffOffset + (long)CoffHeader.Size);
        if (coff.OptionalHeaderSize > rest.Length)
        {
            throw new DamagedFormatException(PeFile.Name, "its optional header is cut off");
        }
        OptionalHeader optional = OptionalHeader.Read(rest[..coff.OptionalHeaderSize]);
        rest = rest[coff.OptionalHeaderSize..];
        long tableEnd = coffOffset + (long)CoffHeader.Size + coff.OptionalHeaderSize
            + ((long)coff.SectionCount * PeSectionHeader.Size);
        if (tableEnd > optional.HeadersSize || optional.HeadersSize > length || tableEnd > start.Length)
        {
            throw new DamagedFormatException(PeFile.Name, "its section table does not fit into its headers");
        }
        ImmutableArray<PeSectionHeader> sections = ReadSections(rest, coff.SectionCount, optional, length);
        CheckCertificates(optional.CertificateTable, sections, length);
        return new PeImage(length, coffOffset, coff, optional, sections);
    }

    private static ImmutableArray<PeSectionHeader> ReadSections(
        ReadOnlySpan<byte> table, int count, OptionalHeader optional, long length)
    {
        var sections = ImmutableArray.CreateBuilder<PeSectionHeader>(count);
        for (int i = 0; i < count; i++)
        {
            PeSectionHeader section = PeSectionHeader.Read(table[(i * PeSectionHeader.Size)..]);
            long end = (long)section.RawOffset + section.RawSize;
            if (section.RawSize != 0 && (section.RawOffset < optional.HeadersSize || end > length))
            {
                throw new DamagedFormatException(PeFile.Name, $"section {i} lies outside of the file");
            }
            sections.Add(section);
        }
        return sections.MoveToImmutable();
    }

    private static void CheckCertificates(
        DataDirectory table, ImmutableArray<PeSectionHeader> sections, long length)
    {
        if (table.Length == 0)
        {
            return;
        }
        if ((long)table.Offset + table.Length > length)
        {
            throw new DamagedFormatException(PeFile.Name, "its certificate table lies outside of the file");
        }
        if (sections.Any(s => s.RawSize != 0 && (long)s.RawOffset + s.RawSize > table.Offset))
        {
            throw new DamagedFormatException(PeFile.Name, "a section overlaps its certificate table");
        }
    }

    private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> bytes, long offset) =>
        offset <= bytes.Length ? bytes[(int)offset..] : [];
}
