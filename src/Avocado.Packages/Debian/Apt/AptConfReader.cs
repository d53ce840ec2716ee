using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Debian.Apt;

/// <summary>
/// Reads apt.conf(5): <c>A::B "value";</c> and <c>A { B "value"; };</c>, comments in three styles. Lists keep their
/// last value, since nothing here asks for one.
/// </summary>
public static class AptConfReader
{
    private const string Format = "apt.conf";
    private const int MaxDepth = 50;

    /// <summary>
    /// Adds a file's values to <paramref name="values"/>, whose keys are full names such as "Acquire::Retries".
    /// </summary>
    /// <exception cref="DamagedFormatException">The text does not follow the form.</exception>
    public static void Read(string text, IDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(values);
        var scopes = new Stack<string>();
        var words = new List<string>();
        int position = 0;
        while (NextToken(text, ref position) is { } token)
        {
            switch (token)
            {
                case "{":
                    if (scopes.Count == MaxDepth)
                    {
                        throw new DamagedFormatException(Format, "scopes nested too deeply");
                    }
                    scopes.Push(Join(scopes, words));
                    words.Clear();
                    break;
                case "}":
                    if (!scopes.TryPop(out _))
                    {
                        throw new DamagedFormatException(Format, "a '}' without its '{'");
                    }
                    words.Clear();
                    break;
                case ";":
                    if (words.Count > 1)
                    {
                        string value = words[^1];
                        words.RemoveAt(words.Count - 1);
                        values[Join(scopes, words)] = Unquote(value);
                    }
                    words.Clear();
                    break;
                default:
                    words.Add(token);
                    break;
            }
        }
        if (scopes.Count > 0)
        {
            throw new DamagedFormatException(Format, "a '{' without its '}'");
        }
    }

    private static string Join(Stack<string> scopes, List<string> words)
    {
        string name = words.Count > 0 ? Unquote(words[0]) : "";
        return scopes.TryPeek(out string? outer) && outer.Length > 0 ? outer + "::" + name : name;
    }

    private static string Unquote(string word) => word.Trim('"');

    private static string? NextToken(string text, ref int position)
    {
        SkipBlanks(text, ref position);
        if (position >= text.Length)
        {
            return null;
        }
        if (text[position] is '{' or '}' or ';')
        {
            return text[position++].ToString();
        }
        var token = new StringBuilder();
        bool quoted = false;
        for (; position < text.Length; position++)
        {
            char c = text[position];
            if (!quoted && (char.IsWhiteSpace(c) || c is '{' or '}' or ';'))
            {
                break;
            }
            quoted ^= c == '"';
            token.Append(c);
        }
        return quoted ? throw new DamagedFormatException(Format, "a quote without its end") : token.ToString();
    }

    private static void SkipBlanks(string text, ref int position)
    {
        while (position < text.Length)
        {
            ReadOnlySpan<char> rest = text.AsSpan(position);
            if (char.IsWhiteSpace(rest[0]))
            {
                position++;
            }
            else if (rest[0] == '#' || rest.StartsWith("//"))
            {
                int end = rest.IndexOf('\n');
                position = end < 0 ? text.Length : position + end;
            }
            else if (rest.StartsWith("/*"))
            {
                int end = rest.IndexOf("*/");
                position = end < 0
                    ? throw new DamagedFormatException(Format, "a comment without its end")
                    : position + end + 2;
            }
            else
            {
                return;
            }
        }
    }
}
