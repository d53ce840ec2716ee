using System.Collections.Immutable;
using System.Text;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Elf;

namespace Avocado.Formats.Kmod;

/// <summary>
/// What a kernel module says of itself in <c>.modinfo</c> and in its symbol table. Strings are bytes held as
/// Latin-1, so that they are written as they were read.
/// </summary>
public sealed record ModuleInfo
{
    private const string FormatName = "kernel module";

    /// <summary>Long enough for every alias; device tables make aliases of some hundred bytes.</summary>
    private const int MaxField = 4096;

    /// <summary>All fields of <c>.modinfo</c>, in order.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Fields { get; init; }

    /// <summary>Names of the symbols it exports to other modules, in the order of its symbol table.</summary>
    public required ImmutableArray<string> ExportedSymbols { get; init; }

    /// <summary>Names of the symbols it needs from the kernel and from other modules, in the same order.</summary>
    public required ImmutableArray<string> NeededSymbols { get; init; }

    /// <summary>Device and name patterns it answers to.</summary>
    public IEnumerable<string> Aliases => Values("alias");

    /// <summary>Lines such as "pre: crc32c post: foo".</summary>
    public IEnumerable<string> SoftDependencies => Values("softdep");

    /// <summary>Modules that it may ask for while it runs.</summary>
    public IEnumerable<string> WeakDependencies => Values("weakdep");

    /// <summary>Firmware files that it may ask for.</summary>
    public IEnumerable<string> Firmware => Values("firmware");

    /// <summary>The kernel build it fits; null when it does not say.</summary>
    public string? VersionMagic => Values("vermagic").FirstOrDefault();

    /// <summary>Names of the modules it depends on, as the kernel's build noted them.</summary>
    public IEnumerable<string> Depends =>
        Values("depends").SelectMany(d => d.Split(',', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Reads a module.</summary>
    /// <param name="file">The object file, not compressed.</param>
    /// <exception cref="DamagedFormatException">Not a module, or a damaged one.</exception>
    public static ModuleInfo Read(ReadOnlyMemory<byte> file)
    {
        var elf = new ElfObject(file);
        if (elf.Header.Type != ElfType.Relocatable)
        {
            throw new DamagedFormatException(FormatName, "it is not an object file");
        }
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (string field in Strings(elf.Section(".modinfo"u8)))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            fields.Add(equals < 0 ? new(field, "") : new(field[..equals], field[(equals + 1)..]));
        }
        (List<string> versioned, List<string> needed) = ReadSymbols(elf);
        return new ModuleInfo
        {
            Fields = fields.ToImmutable(),
            ExportedSymbols = versioned.Count > 0 ? [.. versioned] : [.. Strings(elf.Section("__ksymtab_strings"u8))],
            NeededSymbols = [.. needed],
        };
    }

    /// <summary>
    /// A kernel with module versions has a "__crc_" symbol for each that is exported; without them only the
    /// strings of the export table tell.
    /// </summary>
    private static (List<string> Versioned, List<string> Needed) ReadSymbols(ElfObject elf)
    {
        (ElfSymbol[] symbols, ReadOnlyMemory<byte> strings) = elf.ReadSymbols();
        var versioned = new List<string>();
        var needed = new List<string>();
        ReadOnlySpan<byte> prefix = "__crc_"u8;
        foreach (ElfSymbol symbol in symbols)
        {
            ReadOnlySpan<byte> name = ElfObject.Name(strings.Span, symbol.NameOffset);
            if (name.StartsWith(prefix))
            {
                versioned.Add(Text(name[prefix.Length..]));
            }
            else if (symbol.Section == ElfSection.Undefined && !name.IsEmpty)
            {
                needed.Add(Text(name));
            }
        }
        return (versioned, needed);
    }

    private IEnumerable<string> Values(string key) => Fields.Where(f => f.Key == key).Select(f => f.Value);

    private static List<string> Strings(ReadOnlyMemory<byte>? section)
    {
        var strings = new List<string>();
        ReadOnlySpan<byte> rest = section.GetValueOrDefault().Span.TrimStart((byte)0);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)0);
            ReadOnlySpan<byte> text = end < 0 ? rest : rest[..end];
            strings.Add(Text(text));
            rest = rest[text.Length..].TrimStart((byte)0);
        }
        return strings;
    }

    private static string Text(ReadOnlySpan<byte> text) => text.Length <= MaxField
        ? Encoding.Latin1.GetString(text)
        : throw new DamagedFormatException(FormatName, $"a field of {text.Length} bytes");
}
