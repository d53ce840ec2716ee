using Avocado.Images.Apps.Tools;

namespace Avocado.Images.Apps.Compiling;

/// <summary>
/// Reads arguments in the one form that .NET's build gives them. Only options that are known here are taken: one that
/// reads another file, or writes one, could not be seen in the result's key.
/// </summary>
internal sealed class CompilerCommandParser(ProjectPlace place)
{
    // With it the compiler writes a file that no option names.
    private const string SpyFeature = "debug-determinism";

    /// <summary>Options without a value; most have a sign.</summary>
    private static readonly HashSet<string> s_switches = new(StringComparer.Ordinal)
    {
        "checked", "debug", "delaysign", "deterministic", "errorendlocation", "fullpaths", "highentropyva", "noconfig",
        "nologo", "nosdkpath", "nostdlib", "nowin32manifest", "nullable", "optimize", "publicsign", "skipanalyzers",
        "unsafe", "utf8output", "warnaserror",
    };

    /// <summary>Options whose values are words and name no file.</summary>
    private static readonly HashSet<string> s_words = new(StringComparer.Ordinal)
    {
        "baseaddress", "checksumalgorithm", "codepage", "debug", "define", "errorreport", "features", "filealign",
        "langversion", "main", "moduleassemblyname", "nowarn", "nullable", "pathmap", "platform",
        "runtimemetadataversion", "subsystemversion", "target", "warn", "warnaserror", "warnaserror+", "warnaserror-",
    };

    /// <summary>Options with a file whose folder does not matter.</summary>
    private static readonly HashSet<string> s_files = new(StringComparer.Ordinal)
    {
        "analyzer", "appconfig", "keyfile", "sourcelink", "win32icon", "win32manifest", "win32res",
    };

    private readonly List<CompilerArgument> _arguments = [];
    private readonly SortedSet<string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);
    private string? _language;
    private bool _hasSymbols;
    private bool _hasSymbolFile = true;
    private bool _isDeterministic;
    private bool _isMapped;
    private bool _isElsewhere;

    /// <summary>False for an argument that is not known.</summary>
    public bool TryAdd(string argument)
    {
        if (argument.Length == 0 || argument[0] is '@' or '-')
        {
            return false;
        }
        if (argument[0] != '/' || IsUnixPath(argument))
        {
            return AddPlaced("source", argument, CompilerFileKind.Source);
        }
        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? TryAddSwitch(argument)
            : TryAddOption(argument, argument[1..colon], argument[(colon + 1)..]);
    }

    /// <summary>Null when something is missing.</summary>
    public CompilerCommand? TryFinish()
    {
        // Without this one the compiler writes other bytes each time.
        if (!_isDeterministic || !_outputs.TryGetValue("out", out string? assembly))
        {
            return null;
        }
        if (_hasSymbols && _hasSymbolFile)
        {
            _outputs.TryAdd("pdb", Path.ChangeExtension(assembly, ".pdb"));
        }
        else if (_outputs.ContainsKey("pdb"))
        {
            return null;
        }
        return new CompilerCommand(place)
        {
            Arguments = [.. _arguments],
            Outputs = [.. _outputs
                .Select(o => new ToolOutput(o.Key, o.Value)).OrderBy(o => o.Name, StringComparer.Ordinal)],
            IsForAnyPlace = _isMapped && !_isElsewhere,
            Folders = [.. _folders],
            Language = _language,
        };
    }

    // As the compiler tells a path from an option: a second '/' comes before any ':'.
    private static bool IsUnixPath(string argument)
    {
        int next = argument.AsSpan(1).IndexOfAny('/', ':');
        return Path.DirectorySeparatorChar == '/' && next >= 0 && argument[next + 1] == '/';
    }

    private bool TryAddSwitch(string argument)
    {
        string name = argument[1..].TrimEnd('+', '-');
        if (!s_switches.Contains(name) || argument.Length > name.Length + 2)
        {
            return false;
        }
        bool isOn = argument[^1] != '-';
        if (name == "deterministic")
        {
            _isDeterministic = isOn;
        }
        if (name == "debug")
        {
            _hasSymbols = isOn;
        }
        return AddText(argument);
    }

    private bool TryAddOption(string argument, string name, string value)
    {
        if (value.Length == 0)
        {
            return s_words.Contains(name) && AddText(argument);
        }
        switch (name)
        {
            case "out" or "refout" or "doc" or "pdb":
                return _outputs.TryAdd(name, Full(value)) && AddText(argument);
            case "preferreduilang":
                _language = value;
                return true;
            case "additionalfile" or "embed":
                return AddPlaced(name, value, CompilerFileKind.Bytes);
            case "analyzerconfig":
                return AddConfiguration(value);
            case "reference":
                int alias = value.IndexOf('=', StringComparison.Ordinal) + 1;
                return AddFile($"{name}:{value[..alias]}", value[alias..]);
            case "resource":
                // The path, then the name that it gets in place of the file's, and who sees it.
                int comma = value.IndexOf(',', StringComparison.Ordinal);
                return comma < 0
                    ? AddFile($"{name}:", value)
                    : AddFile($"{name}{value[comma..]}:", value[..comma]);
            default:
                return s_files.Contains(name)
                    ? AddFile(name + ":", value)
                    : s_words.Contains(name) && TakeWords(name, value) && AddText(argument);
        }
    }

    /// <summary>False for words that are known to do more than an option should.</summary>
    private bool TakeWords(string name, string value)
    {
        switch (name)
        {
            case "debug":
                _hasSymbols = true;
                _hasSymbolFile = value != "embedded";
                return true;
            case "pathmap":
                string folder = place.Folder.Replace(",", ",,", StringComparison.Ordinal)
                    .Replace("=", "==", StringComparison.Ordinal);
                _isMapped |= value.StartsWith($"{folder}=", StringComparison.Ordinal)
                    || value.StartsWith($"{folder}{Path.DirectorySeparatorChar}=", StringComparison.Ordinal);
                return true;
            case "target":
                return value is "exe" or "winexe" or "library";
            case "features":
                return !value.Contains(SpyFeature, StringComparison.OrdinalIgnoreCase);
            default:
                return true;
        }
    }

    private bool AddText(string text)
    {
        _arguments.Add(new CompilerArgument(text));
        return true;
    }

    private bool AddFile(string text, string path)
    {
        string full = Full(path);
        _folders.Add(Path.GetDirectoryName(full)!);
        _arguments.Add(new CompilerArgument(text + Path.GetFileName(full), full));
        return true;
    }

    /// <summary>A file whose path the compiler writes into the symbols, or gives to code of others.</summary>
    private bool AddPlaced(string name, string path, CompilerFileKind kind)
    {
        string full = Full(path);
        _isElsewhere |= !place.Holds(full);
        _arguments.Add(new CompilerArgument($"{name}:{path}", full, kind));
        return true;
    }

    /// <summary>
    /// What matters is which of the project's sources lie below its folder: none, or all for a global one, when it comes
    /// with .NET or a package.
    /// </summary>
    private bool AddConfiguration(string path)
    {
        string full = Full(path);
        string folder = Path.GetDirectoryName(full)!;
        bool isNear = place.Holds(full) || new ProjectPlace(folder).Holds(Path.Combine(place.Folder, "x"));
        if (!place.Holds(full))
        {
            _folders.Add(folder);
        }
        _arguments.Add(new CompilerArgument(
            "analyzerconfig:" + (isNear ? Path.GetRelativePath(place.Folder, full) : Path.GetFileName(full)),
            full,
            CompilerFileKind.Configuration));
        return true;
    }

    private string Full(string path) => Path.GetFullPath(path, place.Folder);
}
