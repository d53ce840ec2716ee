namespace Avocado.Formats.Kmod;

/// <summary>The patterns by which devices name the module they want.</summary>
internal static class AliasPattern
{
    /// <summary>The form that lookups use: '_' for '-' outside of brackets; null when brackets do not match.</summary>
    public static string? Normalize(string alias)
    {
        Span<char> result = alias.ToCharArray();
        for (int i = 0; i < result.Length; i++)
        {
            switch (result[i])
            {
                case '-':
                    result[i] = '_';
                    break;
                case ']':
                    return null;
                case '[':
                    int close = result[i..].IndexOf(']');
                    if (close < 0)
                    {
                        return null;
                    }
                    i += close;
                    break;
                default:
                    break;
            }
        }
        return new string(result);
    }
}
