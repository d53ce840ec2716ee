using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Avocado.Formats.Kmod;

/// <summary>
/// Makes the files by which udev and modprobe find modules: what depmod would write for the same modules. The
/// binary ones are the same bytes; modules.symbols, which nothing reads, is sorted.
/// </summary>
public static class ModuleIndexes
{
    private const string DevicePrefix = "devname:";

    private static readonly (string Prefix, char Type)[] NumberPrefixes = [("char-major-", 'c'), ("block-major-", 'b')];

    /// <summary>Makes all index files.</summary>
    /// <param name="graph">The modules.</param>
    /// <param name="builtin">The kernel's modules.builtin.</param>
    /// <param name="builtinInfo">The kernel's modules.builtin.modinfo.</param>
    /// <returns>File names and contents, by name.</returns>
    public static ImmutableSortedDictionary<string, byte[]> Write(
        ModuleGraph graph, ReadOnlySpan<byte> builtin, ReadOnlySpan<byte> builtinInfo)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        WriteDependencies(graph, files);
        WriteAliases(graph, files);
        WriteSymbols(graph, files);
        files.Add("modules.softdep", Lines(
            "# Soft dependencies extracted from modules themselves.", graph, "softdep", m => m.SoftDependencies));
        files.Add("modules.weakdep", Lines(
            "# Weak dependencies extracted from modules themselves.", graph, "weakdep", m => m.WeakDependencies));
        files.Add("modules.devname", WriteDeviceNames(graph));
        files.Add("modules.builtin.bin", WriteBuiltin(builtin));
        files.Add("modules.builtin.alias.bin", WriteBuiltinAliases(builtinInfo));
        return files.ToImmutable();
    }

    private static void WriteDependencies(
        ModuleGraph graph, ImmutableSortedDictionary<string, byte[]>.Builder files)
    {
        var text = new StringBuilder();
        var index = new KmodIndexWriter();
        for (int i = 0; i < graph.Modules.Length; i++)
        {
            ModuleFile module = graph.Modules[i];
            string line = string.Join(' ', graph.DependenciesOf(module).Select(d => d.Path).Prepend(module.Path + ":"));
            text.Append(line).Append('\n');
            index.Add(module.Name, line, i);
        }
        files.Add("modules.dep", Bytes(text));
        files.Add("modules.dep.bin", index.ToArray());
    }

    private static void WriteAliases(ModuleGraph graph, ImmutableSortedDictionary<string, byte[]>.Builder files)
    {
        var index = new KmodIndexWriter();
        for (int i = 0; i < graph.Modules.Length; i++)
        {
            foreach (string alias in graph.Modules[i].Info.Aliases)
            {
                AddAlias(index, alias, graph.Modules[i].Name, i);
            }
        }
        files.Add("modules.alias", Lines(
            "# Aliases extracted from modules themselves.", graph, "alias", m => m.Aliases, nameLast: true));
        files.Add("modules.alias.bin", index.ToArray());
    }

    private static void WriteSymbols(ModuleGraph graph, ImmutableSortedDictionary<string, byte[]>.Builder files)
    {
        var text = new StringBuilder("# Aliases for symbols, used by symbol_request().\n");
        var index = new KmodIndexWriter();
        foreach ((string symbol, int owner) in graph.Owners.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            string name = graph.Modules[owner].Name;
            text.Append(CultureInfo.InvariantCulture, $"alias symbol:{symbol} {name}\n");
            index.Add("symbol:" + symbol, name, owner);
        }
        files.Add("modules.symbols", Bytes(text));
        files.Add("modules.symbols.bin", index.ToArray());
    }

    /// <summary>Device nodes that exist before their module is loaded, and load it when they are opened.</summary>
    private static byte[] WriteDeviceNames(ModuleGraph graph)
    {
        var text = new StringBuilder();
        foreach (ModuleFile module in graph.Modules)
        {
            string? device = null, number = null;
            foreach (string alias in module.Info.Aliases.TakeWhile(_ => device is null || number is null))
            {
                if (alias.StartsWith(DevicePrefix, StringComparison.Ordinal))
                {
                    device = alias[DevicePrefix.Length..];
                }
                number = DeviceNumber(alias) ?? number;
            }
            if (device is not null && number is not null)
            {
                text.Append(text.Length == 0 ? "# Device nodes to trigger on-demand module loading.\n" : "");
                text.Append(CultureInfo.InvariantCulture, $"{module.Name} {device} {number}\n");
            }
        }
        return Bytes(text);
    }

    private static string? DeviceNumber(string alias)
    {
        foreach ((string prefix, char type) in NumberPrefixes)
        {
            if (alias.StartsWith(prefix, StringComparison.Ordinal)
                && alias[prefix.Length..].Split('-') is [var major, var minor]
                && uint.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out uint majorNumber)
                && uint.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out uint minorNumber))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{type}{majorNumber}:{minorNumber}");
            }
        }
        return null;
    }

    private static byte[] WriteBuiltin(ReadOnlySpan<byte> builtin)
    {
        var index = new KmodIndexWriter();
        foreach (string line in Encoding.Latin1.GetString(builtin).Split('\n'))
        {
            if (line.Length > 0 && char.IsAsciiLetter(line[0]))
            {
                index.Add(ModuleFile.NameOf(line), "", 0);
            }
        }
        return index.ToArray();
    }

    /// <summary>The input is a list of "module.key=value", each with a NUL behind it.</summary>
    private static byte[] WriteBuiltinAliases(ReadOnlySpan<byte> builtinInfo)
    {
        var index = new KmodIndexWriter();
        foreach (string field in Encoding.Latin1.GetString(builtinInfo).Split('\0'))
        {
            int dot = field.IndexOf('.', StringComparison.Ordinal);
            const string Key = "alias=";
            string value = dot > 0 && field.AsSpan(dot + 1).StartsWith(Key, StringComparison.Ordinal)
                ? field[(dot + 1 + Key.Length)..]
                : "";
            if (value.Length > 0)
            {
                AddAlias(index, value, field[..dot], 0);
            }
        }
        return index.ToArray();
    }

    private static void AddAlias(KmodIndexWriter index, string alias, string module, int priority)
    {
        if (AliasPattern.Normalize(alias) is { } pattern)
        {
            index.Add(pattern, module, priority);
        }
    }

    private static byte[] Lines(
        string comment, ModuleGraph graph, string word, Func<ModuleInfo, IEnumerable<string>> values,
        bool nameLast = false)
    {
        var text = new StringBuilder(comment).Append('\n');
        foreach (ModuleFile module in graph.Modules)
        {
            foreach (string value in values(module.Info))
            {
                (string first, string second) = nameLast ? (value, module.Name) : (module.Name, value);
                text.Append(CultureInfo.InvariantCulture, $"{word} {first} {second}\n");
            }
        }
        return Bytes(text);
    }

    private static byte[] Bytes(StringBuilder text) => Encoding.Latin1.GetBytes(text.ToString());
}
