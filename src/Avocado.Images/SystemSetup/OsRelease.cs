using System.Collections.Immutable;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.SystemSetup;

/// <summary>An os-release file, os-release(5): assignments in the order of the file.</summary>
/// <param name="Fields">Names and values without quotes.</param>
public sealed record OsRelease(ImmutableArray<KeyValuePair<string, string>> Fields)
{
    /// <summary>Where the file lies.</summary>
    public static UnixPath Path { get; } = "usr/lib/os-release";

    /// <summary>A field's value, or null.</summary>
    public string? this[string name] => Fields.LastOrDefault(f => f.Key == name).Value;

    /// <summary>The os-release file of a tree.</summary>
    /// <exception cref="AvocadoException">AVO0520: there is none, or it names no system.</exception>
    public static OsRelease Of(Func<UnixPath, Entry?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        if (find(Path) is not { Kind: EntryKind.File } file)
        {
            throw Codes.NoOsRelease.Error("there is no such file");
        }
        OsRelease release = Parse(Encoding.UTF8.GetString(file.Content.ReadAll()));
        return string.IsNullOrEmpty(release["ID"]) ? throw Codes.NoOsRelease.Error("it has no ID=") : release;
    }

    /// <summary>Reads the file's text; lines that are no assignments are passed over, as systemd does.</summary>
    public static OsRelease Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (string line in text.Split('\n'))
        {
            string trimmed = line.Trim();
            int at = trimmed.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && trimmed[0] != '#')
            {
                fields.Add(new(trimmed[..at], Unquote(trimmed[(at + 1)..])));
            }
        }
        return new OsRelease(fields.DrainToImmutable());
    }

    /// <summary>The same file with a field set where it stands, or at the end.</summary>
    public OsRelease With(string name, string value)
    {
        var field = new KeyValuePair<string, string>(name, value);
        int at = Fields.IndexOf(Fields.FirstOrDefault(f => f.Key == name));
        return new OsRelease(at < 0 ? Fields.Add(field) : Fields.SetItem(at, field));
    }

    /// <summary>The file's text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in Fields)
        {
            text.Append(name).Append('=').Append(Quote(value)).Append('\n');
        }
        return text.ToString();
    }

    private static string Quote(string value)
    {
        if (value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ':' or '/' or '~'))
        {
            return value;
        }
        var quoted = new StringBuilder("\"");
        foreach (char c in value)
        {
            quoted.Append(c is '"' or '\\' or '$' or '`' ? "\\" : "").Append(c);
        }
        return quoted.Append('"').ToString();
    }

    private static string Unquote(string value)
    {
        char quote = value.Length > 1 && value[0] == value[^1] && value[0] is '"' or '\'' ? value[0] : '\0';
        if (quote == '\0')
        {
            return value;
        }
        if (quote == '\'')
        {
            return value[1..^1];
        }
        var plain = new StringBuilder();
        for (int i = 1; i < value.Length - 1; i++)
        {
            plain.Append(value[i] == '\\' && i + 1 < value.Length - 1 ? value[++i] : value[i]);
        }
        return plain.ToString();
    }
}
