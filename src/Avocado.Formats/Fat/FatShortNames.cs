using System.Globalization;
using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Fat;

/// <summary>
/// Gives the names of one directory their short names (FAT specification 7.1: basis name and numeric tail).
/// </summary>
internal sealed class FatShortNames
{
    private const int BaseSize = 8;
    private const int ExtensionSize = 3;
    private const int MaxTail = 999999;
    private const string Symbols = "$%'-_@~`!(){}^#&";

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _tails = new(StringComparer.Ordinal);

    /// <summary>Short names for all names of a directory, which differ in more than case, in the order given.</summary>
    public static string[] For(IReadOnlyList<string> names)
    {
        var directory = new FatShortNames();
        var result = new string[names.Count];
        // Names that need no tail keep theirs, whatever tails others would get.
        for (int i = 0; i < names.Count; i++)
        {
            if (Basis(names[i], out string name, out string extension))
            {
                result[i] = Padded(name, extension);
                directory._taken.Add(result[i]);
            }
        }
        for (int i = 0; i < names.Count; i++)
        {
            result[i] ??= directory.WithTail(names[i]);
        }
        return result;
    }

    /// <summary>True when the short name alone says everything: no long name is needed.</summary>
    public static bool IsWhole(string name) =>
        Basis(name, out string shortBase, out string extension)
        && name == (extension.Length == 0 ? shortBase : $"{shortBase}.{extension}");

    private string WithTail(string longName)
    {
        Basis(longName, out string name, out string extension);
        string key = Padded(name, extension);
        for (int n = _tails.GetValueOrDefault(key) + 1; n <= MaxTail; n++)
        {
            string tail = "~" + n.ToString(CultureInfo.InvariantCulture);
            string candidate = Padded(name[..Math.Min(name.Length, BaseSize - tail.Length)] + tail, extension);
            if (_taken.Add(candidate))
            {
                _tails[key] = n;
                return candidate;
            }
        }
        throw Codes.FormatLimit.Error("a FAT directory", $"too many names like '{longName}'");
    }

    /// <summary>Upper case, without what short names cannot have.</summary>
    /// <returns>True when nothing but the case was lost.</returns>
    private static bool Basis(string longName, out string name, out string extension)
    {
        string upper = longName.ToUpperInvariant();
        string trimmed = upper.TrimStart('.');
        int dot = trimmed.LastIndexOf('.');
        bool whole = trimmed.Length == upper.Length;
        name = Clean(dot < 0 ? trimmed : trimmed[..dot], BaseSize, ref whole);
        extension = Clean(dot < 0 ? "" : trimmed[(dot + 1)..], ExtensionSize, ref whole);
        // A name of nothing but dots and spaces is refused before; "_" stands for what is left of others.
        whole &= name.Length > 0 && (dot < 0 || extension.Length > 0);
        name = name.Length == 0 ? "_" : name;
        return whole;
    }

    private static string Clean(string part, int size, ref bool whole)
    {
        var result = new StringBuilder(size);
        foreach (char c in part)
        {
            if (c is ' ' or '.' || result.Length == size)
            {
                whole = false;
                continue;
            }
            bool isValid = char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)
                || Symbols.Contains(c, StringComparison.Ordinal);
            whole &= isValid;
            result.Append(isValid ? c : '_');
        }
        return result.ToString();
    }

    private static string Padded(string name, string extension) =>
        name.PadRight(BaseSize) + extension.PadRight(ExtensionSize);
}
