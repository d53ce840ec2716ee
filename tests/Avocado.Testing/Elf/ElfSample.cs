using System.Text;

namespace Avocado.Testing.Elf;

/// <summary>A small ELF program or library made by hand, in any class and byte order, without code in it.</summary>
public sealed record ElfSample
{
    private const int BaseAddress = 0x400000;

    public bool Is64Bit { get; init; } = true;

    public bool IsLittleEndian { get; init; } = true;

    /// <summary>2: program, 3: library or position-independent program.</summary>
    public int Type { get; init; } = 3;

    /// <summary>e_machine; 62 is x86-64.</summary>
    public int Machine { get; init; } = 62;

    public string? Interpreter { get; init; }

    public IReadOnlyList<string> Needed { get; init; } = [];

    public string? SoName { get; init; }

    public string? RPath { get; init; }

    public string? RunPath { get; init; }

    public IReadOnlyList<(string Owner, uint Type, byte[] Description)> Notes { get; init; } = [];

    /// <summary>Alignment of the note segment: 4 or 8.</summary>
    public int NoteAlignment { get; init; } = 4;

    /// <summary>A dlopen note with this JSON.</summary>
    public static (string Owner, uint Type, byte[] Description) Dlopen(string json) =>
        ("FDO", 0x407c0c0a, Encoding.UTF8.GetBytes(json + "\0"));

    /// <summary>The file's bytes.</summary>
    public byte[] Build()
    {
        using var strings = new MemoryStream();
        strings.WriteByte(0);
        var dynamic = New();
        void Add(long tag, string? text)
        {
            if (text is not null)
            {
                dynamic.Address(tag).Address(strings.Position);
                strings.Write(Encoding.UTF8.GetBytes(text + "\0"));
            }
        }
        foreach (string needed in Needed)
        {
            Add(1, needed);
        }
        Add(14, SoName);
        Add(15, RPath);
        Add(29, RunPath);
        byte[] interpreter = Interpreter is null ? [] : Encoding.UTF8.GetBytes(Interpreter + "\0");
        byte[] notes = BuildNotes();

        const int Segments = 4;
        ElfWriter probe = New();
        int interpreterAt = probe.HeaderSize + (Segments * probe.SegmentSize);
        int notesAt = Up(interpreterAt + interpreter.Length, 8);
        int dynamicAt = Up(notesAt + notes.Length, 8);
        int dynamicSize = dynamic.Length + (3 * 2 * probe.AddressSize);
        int stringsAt = dynamicAt + dynamicSize;
        byte[] stringBytes = strings.ToArray();
        int end = stringsAt + stringBytes.Length;
        dynamic.Address(5).Address(BaseAddress + stringsAt).Address(10).Address(stringBytes.Length);
        dynamic.Address(0).Address(0);

        return New()
            .Header(Type, Machine, probe.HeaderSize, Segments, 0, 0, 0)
            .Segment(3, interpreterAt, BaseAddress + interpreterAt, interpreter.Length, 1)
            .Segment(1, 0, BaseAddress, end, 4096)
            .Segment(2, dynamicAt, BaseAddress + dynamicAt, dynamicSize, 8)
            .Segment(4, notesAt, BaseAddress + notesAt, notes.Length, NoteAlignment)
            .Bytes(interpreter).Align(8).Bytes(notes).Align(8).Bytes(dynamic.ToArray()).Bytes(stringBytes)
            .ToArray();
    }

    private static int Up(int value, int alignment) => (value + alignment - 1) / alignment * alignment;

    private ElfWriter New() => new(Is64Bit, IsLittleEndian);

    private byte[] BuildNotes()
    {
        ElfWriter notes = New();
        foreach ((string owner, uint type, byte[] description) in Notes)
        {
            byte[] name = Encoding.UTF8.GetBytes(owner + "\0");
            notes.Word(name.Length).Word(description.Length).Word(type).Bytes(name).Align(NoteAlignment)
                .Bytes(description).Align(NoteAlignment);
        }
        return notes.ToArray();
    }
}
