using System.Text;

namespace Avocado.Testing.Elf;

/// <summary>A kernel module made by hand, without code: what depmod and udev see of one.</summary>
public sealed record KernelModuleSample
{
    private const int AbsoluteSection = 0xfff1;

    public bool Is64Bit { get; init; } = true;

    public bool IsLittleEndian { get; init; } = true;

    /// <summary>Fields of .modinfo such as "alias=pci:*".</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    public IReadOnlyList<string> Exports { get; init; } = [];

    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Exports have "__crc_" symbols, as in a kernel with module versions.</summary>
    public bool IsVersioned { get; init; } = true;

    /// <summary>The file's bytes.</summary>
    public byte[] Build()
    {
        var strings = new StringBuilder("\0");
        int Name(string text)
        {
            int at = strings.Length;
            strings.Append(text).Append('\0');
            return at;
        }
        ElfWriter symbols = New().Symbol(0, 0, 0, 0);
        foreach (string need in Needs)
        {
            symbols.Symbol(Name(need), 0, 0);
        }
        foreach (string export in Exports)
        {
            symbols.Symbol(Name(export), 0, 1);
            if (IsVersioned)
            {
                symbols.Symbol(Name("__crc_" + export), 0x12345678, AbsoluteSection);
            }
        }
        (string Name, int Type, byte[] Bytes, int Link, int Entry)[] sections =
        [
            ("", 0, [], 0, 0),
            (".modinfo", 1, Joined(Fields), 0, 0),
            ("__ksymtab_strings", 1, Joined(Exports), 0, 0),
            (".symtab", 2, symbols.ToArray(), 4, Is64Bit ? 24 : 16),
            (".strtab", 3, Encoding.Latin1.GetBytes(strings.ToString()), 0, 0),
            (".shstrtab", 3, "\0.modinfo\0__ksymtab_strings\0.symtab\0.strtab\0.shstrtab\0"u8.ToArray(), 0, 0),
        ];
        ElfWriter body = New();
        ElfWriter table = New();
        int nameAt = 1;
        foreach ((string name, int type, byte[] bytes, int link, int entry) in sections)
        {
            // The first section header is none.
            bool isNone = type == 0;
            int at = isNone ? 0 : body.HeaderSize + body.Align(8).Length;
            table.Section(isNone ? 0 : nameAt, type, at, bytes.Length, link, 1, 1, entry);
            nameAt += isNone ? 0 : name.Length + 1;
            body.Bytes(bytes);
        }
        body.Align(8);
        return New()
            .Header(1, 62, 0, 0, body.HeaderSize + body.Length, sections.Length, sections.Length - 1)
            .Bytes(body.ToArray()).Bytes(table.ToArray()).ToArray();
    }

    private static byte[] Joined(IReadOnlyList<string> texts) =>
        Encoding.Latin1.GetBytes(string.Concat(texts.Select(t => t + "\0")));

    private ElfWriter New() => new(Is64Bit, IsLittleEndian);
}
