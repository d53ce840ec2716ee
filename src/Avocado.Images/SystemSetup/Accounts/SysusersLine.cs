using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.SystemSetup.Accounts;

/// <summary>A line of a sysusers.d file, sysusers.d(5).</summary>
/// <param name="Kind">'u' user, 'g' group, 'm' membership, 'r' range of ids.</param>
/// <param name="IsLocked">"u!": locked for every way to log in.</param>
/// <param name="Name">User or group; '-' for ranges.</param>
/// <param name="Id">Id, "uid:gid", "uid:group", path, group of a membership, range; null for '-'.</param>
/// <param name="Description">The GECOS field, or null.</param>
/// <param name="Home">Home directory, or null.</param>
/// <param name="Shell">Shell, or null.</param>
/// <param name="Source">The file's name, for messages and origins.</param>
public sealed record SysusersLine(
    char Kind, bool IsLocked, string Name, string? Id, string? Description, string? Home, string? Shell, string Source)
{
    private const int MaxFields = 6;

    /// <summary>The lines of a file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="source">Its name.</param>
    /// <param name="expand">Replaces specifiers in a field.</param>
    /// <exception cref="AvocadoException">AVO0522: a line is not of the format.</exception>
    public static IEnumerable<SysusersLine> Parse(string text, string source, Func<string, string> expand)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(expand);
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                yield return ParseLine(line, source, expand);
            }
        }
    }

    private static SysusersLine ParseLine(string line, string source, Func<string, string> expand)
    {
        List<string> words = Words(line, source);
        string type = words[0];
        bool isLocked = type == "u!";
        if (words.Count is < 2 or > MaxFields || (!isLocked && type is not ("u" or "g" or "m" or "r")))
        {
            throw Codes.BadAccount.Error($"'{line}' in {source}",
                "a line is: type (u, u!, g, m or r), name, id, description, home, shell");
        }
        return new SysusersLine(type[0], isLocked, Field(1) ?? "-", Field(2), Field(3), Field(4), Field(5), source);

        string? Field(int index) =>
            index < words.Count && words[index] is not ("-" or "") ? expand(words[index]) : null;
    }

    /// <summary>Words between white space; quotes hold white space, a backslash the next character.</summary>
    private static List<string> Words(string line, string source)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '\\' && i + 1 < line.Length)
            {
                (word ??= new StringBuilder()).Append(line[++i]);
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && (c is '"' or '\''))
            {
                quote = c;
                word ??= new StringBuilder();
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Finish();
            }
            else
            {
                (word ??= new StringBuilder()).Append(c);
            }
        }
        if (quote != '\0')
        {
            throw Codes.BadAccount.Error($"'{line}' in {source}", "a quote does not end");
        }
        Finish();
        return words;

        void Finish()
        {
            if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }
    }
}
