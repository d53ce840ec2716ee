namespace Avocado.Images.HostFiles;

/// <summary>
/// A pattern over paths: '*' any characters and '?' one character of a name, '**' any folders, none included. Case
/// counts on every host.
/// </summary>
public sealed class GlobPattern
{
    private const string AnyFolders = "**";

    private readonly string[] _names;

    /// <param name="pattern">Relative, with '/' between names.</param>
    public GlobPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _names = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>True when the whole path matches.</summary>
    /// <param name="path">Relative, with '/' between names.</param>
    public bool Matches(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // matches[j]: the pattern's names so far match the path's first j names.
        var matches = new bool[names.Length + 1];
        matches[0] = true;
        foreach (string name in _names)
        {
            var next = new bool[names.Length + 1];
            if (name == AnyFolders)
            {
                int first = Array.IndexOf(matches, true);
                for (int j = first < 0 ? next.Length : first; j < next.Length; j++)
                {
                    next[j] = true;
                }
            }
            else
            {
                for (int j = 0; j < names.Length; j++)
                {
                    next[j + 1] = matches[j] && MatchesName(name, names[j]);
                }
            }
            matches = next;
        }
        return matches[^1];
    }

    /// <summary>Matches one name; takes pattern length times name length steps at most.</summary>
    public static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = n;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }
        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
