using System.Collections.Immutable;

namespace Avocado.Packages;

/// <summary>Finds what a misspelt name may have meant.</summary>
internal static class NearestNames
{
    private const int Suggestions = 3;

    /// <summary>The nearest names by edit distance, then by bytes; none when nothing is near.</summary>
    public static ImmutableArray<string> Find(IEnumerable<string> names, string wanted)
    {
        // A third of the letters wrong is a guess, not a misspelling; short names allow one.
        int limit = Math.Clamp(wanted.Length / 3, 1, 4);
        return
        [
            .. names
                .Where(name => Math.Abs(name.Length - wanted.Length) <= limit)
                .Select(name => (Name: name, Distance: Distance(name, wanted, limit)))
                .Where(found => found.Distance <= limit)
                .OrderBy(found => found.Distance).ThenBy(found => found.Name, StringComparer.Ordinal)
                .Take(Suggestions).Select(found => found.Name),
        ];
    }

    /// <summary>
    /// How many letters must be inserted, removed, changed or swapped with their neighbour (optimal string
    /// alignment); any number above <paramref name="limit"/> when it is more than that.
    /// </summary>
    internal static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        if (a.Length > 255 || b.Length > 255)
        {
            return limit + 1;
        }
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> previous = stackalloc int[b.Length + 1];
        Span<int> current = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            int best = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = a[i - 1] == b[j - 1] ? 0 : 1;
                int cost = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost = Math.Min(cost, before[j - 2] + 1);
                }
                current[j] = cost;
                best = Math.Min(best, cost);
            }
            if (best > limit + 1)
            {
                return limit + 1;
            }
            previous.CopyTo(before);
            current.CopyTo(previous);
        }
        return previous[b.Length];
    }
}
