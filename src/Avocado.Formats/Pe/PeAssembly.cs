using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Pe;

/// <summary>Appends sections to a stub. Collects and checks first; the layout is made by <see cref="Build"/>.</summary>
internal sealed class PeAssembly
{
    private const string Subject = "unified kernel image";
    private const int LargestStub = 16 << 20;

    private readonly byte[] _stub;
    private readonly int _headersSize;
    private readonly List<PeSectionHeader> _headers = [];
    private readonly List<Content> _contents = [];
    private ushort _dllCharacteristics;
    private long _added;
    private long _offset;

    /// <exception cref="DamagedFormatException">The stub is damaged.</exception>
    /// <exception cref="AvocadoException">AVO0202: signed, too large, or with bytes in no section.</exception>
    public PeAssembly(Content stub)
    {
        if (stub.Size > LargestStub)
        {
            throw Codes.UnsupportedFormat.Error("EFI stub", "it is larger than 16 MiB");
        }
        _stub = stub.ReadAll();
        Stub = PeImage.Read(_stub.AsSpan(0, Math.Min(_stub.Length, PeFile.LargestHeaders)), _stub.Length);
        if (Stub.IsSigned)
        {
            throw Codes.UnsupportedFormat.Error("EFI stub", "it is signed; the finished image is what gets signed");
        }
        _dllCharacteristics = Stub.Optional.DllCharacteristics;
        // All room up to the first section may hold section headers.
        _headersSize = (int)PeFile.AlignUp(Stub.Optional.HeadersSize, Stub.Optional.FileAlignment);
        _offset = _headersSize;
        AddStubSections();
    }

    /// <summary>The stub's headers.</summary>
    public PeImage Stub { get; }

    /// <summary>Says that the image's data may not be taken as not executable.</summary>
    public void ClearNxCompatible() => _dllCharacteristics &= unchecked((ushort)~OptionalHeader.NxCompatible);

    /// <summary>Appends a section.</summary>
    /// <param name="section">Its name and bytes.</param>
    /// <param name="virtualSize">Bytes in memory, at least the content's.</param>
    /// <param name="characteristics">Its flags.</param>
    /// <exception cref="AvocadoException">AVO0203: a bad, empty or repeated section, or no room for it.</exception>
    public void Add(UkiSection section, long virtualSize, uint characteristics)
    {
        CheckName(section.Name);
        if (section.Content.Size == 0)
        {
            throw Codes.FormatLimit.Error(Subject, $"the section {section.Name} is empty");
        }
        PeSectionHeader last = _headers.Count > 0 ? _headers[^1] : default;
        long address = PeFile.AlignUp((long)last.VirtualAddress + last.VirtualSize, Stub.Optional.SectionAlignment);
        long rawSize = PeFile.AlignUp(section.Content.Size, Stub.Optional.FileAlignment);
        long end = PeFile.AlignUp(address + virtualSize, Stub.Optional.SectionAlignment);
        long data = Stub.Optional.InitializedDataSize + _added + virtualSize;
        if (Math.Max(end, Math.Max(data, _offset + rawSize)) > uint.MaxValue)
        {
            throw Codes.FormatLimit.Error(Subject, $"with the section {section.Name} it would exceed 4 GiB");
        }
        long table = Stub.SectionTableOffset + ((_headers.Count + 1L) * PeSectionHeader.Size);
        if (table > _headersSize)
        {
            throw Codes.FormatLimit.Error(Subject, $"the stub's header has no room for the section {section.Name}");
        }
        _headers.Add(new PeSectionHeader(
            section.Name, (uint)virtualSize, (uint)address, (uint)rawSize, (uint)_offset, characteristics));
        _contents.Add(section.Content);
        _added += virtualSize;
        _offset += rawSize;
    }

    /// <summary>Puts bytes where the stub has a section of the name; appends one where it has not.</summary>
    /// <exception cref="AvocadoException">AVO0203: the stub's section is too small.</exception>
    public void ReplaceOrAdd(UkiSection section)
    {
        int index = _headers.FindIndex(h => h.Name == section.Name);
        if (index < 0)
        {
            Add(section, section.Content.Size, PeSectionHeader.ReadableData);
            return;
        }
        if (section.Content.Size > _headers[index].RawSize)
        {
            throw Codes.FormatLimit.Error(Subject, $"the stub has too little room for the merged {section.Name}");
        }
        _headers[index] = _headers[index] with { VirtualSize = (uint)section.Content.Size };
        _contents[index] = section.Content;
    }

    /// <summary>The layout of the whole file.</summary>
    public ISegment Build()
    {
        PeSectionHeader last = _headers[^1];
        CoffHeader coff = Stub.Coff with
        {
            SectionCount = (ushort)_headers.Count, SymbolTable = 0, SymbolCount = 0,
        };
        OptionalHeader optional = Stub.Optional with
        {
            InitializedDataSize = (uint)(Stub.Optional.InitializedDataSize + _added),
            ImageSize = (uint)PeFile.AlignUp(
                (long)last.VirtualAddress + last.VirtualSize, Stub.Optional.SectionAlignment),
            HeadersSize = (uint)_headersSize,
            CheckSum = 0,
            DllCharacteristics = _dllCharacteristics,
        };
        var headers = new byte[_headersSize];
        _stub.AsSpan(0, (int)Stub.Optional.HeadersSize).CopyTo(headers);
        coff.Write(headers.AsSpan((int)Stub.CoffOffset));
        optional.Write(headers.AsSpan((int)Stub.OptionalOffset));
        for (int i = 0; i < _headers.Count; i++)
        {
            _headers[i].Write(headers.AsSpan((int)Stub.SectionTableOffset + (i * PeSectionHeader.Size)));
        }
        return new PeLayout(headers, [.. _headers], [.. _contents]);
    }

    private void AddStubSections()
    {
        long expected = Stub.Optional.HeadersSize;
        foreach (PeSectionHeader section in Stub.Sections)
        {
            // Old stubs were stripped to unaligned sections; what must hold is that the table is in file order.
            if (section.RawSize == 0 || section.RawOffset < expected)
            {
                throw Codes.UnsupportedFormat.Error("EFI stub", "its sections are empty or not in file order");
            }
            expected = (long)section.RawOffset + section.RawSize;
            uint rawSize = (uint)PeFile.AlignUp(section.RawSize, Stub.Optional.FileAlignment);
            _headers.Add(section with { RawOffset = (uint)_offset, RawSize = rawSize });
            _contents.Add(Content.Bytes(_stub.AsMemory((int)section.RawOffset, (int)section.RawSize)));
            _offset += rawSize;
        }
        bool onlySymbolsFollow = Stub.Coff.SymbolTable != 0 && Stub.Coff.SymbolTable >= expected;
        if (_headers.Count == 0 || (expected != _stub.Length && !onlySymbolsFollow))
        {
            throw Codes.UnsupportedFormat.Error("EFI stub", "it has bytes that belong to no section");
        }
    }

    private void CheckName(string name)
    {
        bool wellFormed = name.Length is > 1 and <= PeSectionHeader.LongestName
            && Ascii.IsValid(name) && !name.Any(char.IsControl) && !name.Contains(' ', StringComparison.Ordinal);
        if (!wellFormed)
        {
            throw Codes.FormatLimit.Error(Subject, $"'{name}' is no section name of at most 8 ASCII characters");
        }
        if (name is UkiSectionName.AutomaticDeviceTree or UkiSectionName.Firmware or UkiSectionName.Profile)
        {
            return;
        }
        // A profile may repeat what came before it.
        int start = _headers.FindLastIndex(h => h.Name == UkiSectionName.Profile) + 1;
        if (_headers.Skip(start).Any(h => h.Name == name))
        {
            throw Codes.FormatLimit.Error(Subject, $"the section {name} is there twice");
        }
    }
}
