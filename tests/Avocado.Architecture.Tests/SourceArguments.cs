namespace Avocado.Architecture.Tests;

/// <summary>Counts the arguments of a call in C# text, as far as brackets, strings and comments tell.</summary>
internal static class SourceArguments
{
    /// <summary>The number of arguments of the call whose '(' ends just before <paramref name="start"/>.</summary>
    /// <returns>Null when a spread or a named array makes the number unknowable.</returns>
    public static int? Count(string text, int start)
    {
        int depth = 0, count = 0;
        bool any = false;
        for (int i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    i = EndOfString(text, i);
                    any = true;
                    break;
                case '\'':
                    i = text.IndexOf('\'', text[i + 1] == '\\' ? i + 3 : i + 1);
                    any = true;
                    break;
                case '(' or '[' or '{':
                    if (text[i] == '[' && depth == 0 && !any)
                    {
                        return null;
                    }
                    depth++;
                    any = true;
                    break;
                case ')' when depth == 0:
                    return any ? count + 1 : 0;
                case ')' or ']' or '}':
                    depth--;
                    break;
                case ',' when depth == 0:
                    count++;
                    break;
                default:
                    any |= !char.IsWhiteSpace(text[i]);
                    break;
            }
        }
        return null;
    }

    /// <summary>The closing quote of a string of any form; holes of interpolated strings may hold strings.</summary>
    private static int EndOfString(string text, int open)
    {
        int quotes = 1;
        while (text[open + quotes] == '"')
        {
            quotes++;
        }
        if (quotes >= 3)
        {
            string end = new('"', quotes);
            return text.IndexOf(end, open + quotes, StringComparison.Ordinal) + quotes - 1;
        }
        if (quotes == 2)
        {
            return open + 1;
        }
        bool isInterpolated = IsPrefixed(text, open, '$');
        bool isVerbatim = IsPrefixed(text, open, '@');
        int holes = 0;
        for (int i = open + 1; i < text.Length; i++)
        {
            char c = text[i];
            if (holes > 0)
            {
                holes += c == '{' ? 1 : c == '}' ? -1 : 0;
                i = c == '"' ? EndOfString(text, i) : i;
            }
            else if (isInterpolated && c == '{')
            {
                (i, holes) = text[i + 1] == '{' ? (i + 1, 0) : (i, 1);
            }
            else if (c == '\\' && !isVerbatim)
            {
                i++;
            }
            else if (c == '"')
            {
                return i;
            }
        }
        return text.Length - 1;
    }

    private static bool IsPrefixed(string text, int open, char prefix) =>
        text[open - 1] == prefix || (text[open - 1] is '$' or '@' && text[open - 2] == prefix);
}
