namespace Avocado.Images.SystemSetup.Units;

/// <summary>fnmatch(3) as preset files use it: '*', '?' and "[...]"; a backslash is itself.</summary>
public static class ShellPattern
{
    /// <summary>True when the whole text matches; takes pattern length times text length steps at most.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            int length = p < pattern.Length && pattern[p] != '*' ? MatchOne(pattern[p..], text[t]) : 0;
            if (length > 0)
            {
                p += length;
                t++;
            }
            else if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }
        return pattern[p..].TrimStart('*').IsEmpty;
    }

    /// <summary>Length of the pattern's first element when it matches; 0 when it does not.</summary>
    private static int MatchOne(ReadOnlySpan<char> pattern, char c)
    {
        if (pattern[0] != '[')
        {
            return pattern[0] == '?' || pattern[0] == c ? 1 : 0;
        }
        bool negated = pattern.Length > 1 && pattern[1] is '!' or '^';
        int i = negated ? 2 : 1;
        bool found = false;
        for (int first = i; i < pattern.Length && (pattern[i] != ']' || i == first); i++)
        {
            if (i + 2 < pattern.Length && pattern[i + 1] == '-' && pattern[i + 2] != ']')
            {
                found |= c >= pattern[i] && c <= pattern[i + 2];
                i += 2;
            }
            else
            {
                found |= c == pattern[i];
            }
        }
        if (i >= pattern.Length)
        {
            return c == '[' ? 1 : 0; // an open bracket without its end is a character
        }
        return found != negated ? i + 1 : 0;
    }
}
