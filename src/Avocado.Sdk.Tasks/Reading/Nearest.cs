namespace Avocado.Sdk.Tasks.Reading;

/// <summary>Guesses what a misspelt name meant.</summary>
internal static class Nearest
{
    /// <summary>"; did you mean 'x'?", or what there is when nothing is near, or nothing at all.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        string[] names = [.. known.Order(StringComparer.Ordinal)];
        string? near = names
            .Select(n => (Name: n, Distance: Distance(name.ToLowerInvariant(), n.ToLowerInvariant())))
            .Where(n => n.Distance <= Math.Max(1, name.Length / 3))
            .OrderBy(n => n.Distance)
            .Select(n => n.Name)
            .FirstOrDefault();
        if (near is not null)
        {
            return $"; did you mean '{near}'?";
        }
        return names.Length > 0 ? "; there is " + string.Join(", ", names) : "";
    }

    // Levenshtein's edit distance, one row at a time.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }
}
