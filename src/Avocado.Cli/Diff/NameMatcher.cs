namespace Avocado.Cli.Diff;

/// <summary>Finds what belongs together in two lists: equal names first, then names that differ in their version.</summary>
internal static class NameMatcher
{
    /// <summary>Pairs, in the order of the new list; then what only the old one has.</summary>
    /// <param name="olds">Names are unique within a list, or matched in their order.</param>
    /// <param name="news">The other list.</param>
    /// <param name="keys">Ways to name an item, the best one first; null where an item has no such name.</param>
    public static List<(T? Old, T? New)> Match<T>(
        IReadOnlyList<T> olds, IReadOnlyList<T> news, params Func<T, string?>[] keys)
        where T : class
    {
        var partners = new Dictionary<T, T>(ReferenceEqualityComparer.Instance);
        var taken = new HashSet<T>(ReferenceEqualityComparer.Instance);
        foreach (Func<T, string?> key in keys)
        {
            var free = new Dictionary<string, Queue<T>>(StringComparer.Ordinal);
            foreach (T old in olds.Where(o => !taken.Contains(o)))
            {
                if (key(old) is { } name)
                {
                    if (!free.TryGetValue(name, out Queue<T>? queue))
                    {
                        free.Add(name, queue = []);
                    }
                    queue.Enqueue(old);
                }
            }
            foreach (T item in news.Where(n => !partners.ContainsKey(n)))
            {
                if (key(item) is { } name && free.TryGetValue(name, out Queue<T>? queue) && queue.TryDequeue(out T? old))
                {
                    partners.Add(item, old);
                    taken.Add(old);
                }
            }
        }
        return
        [
            .. news.Select(n => (partners.GetValueOrDefault(n), (T?)n)),
            .. olds.Where(o => !taken.Contains(o)).Select(o => ((T?)o, (T?)null)),
        ];
    }

    /// <summary>
    /// A name without its version, as releases spell them: <c>gateway_1.0.0+3.efi</c> is <c>gateway.efi</c>.
    /// </summary>
    public static string WithoutVersion(string name)
    {
        int end = name.LastIndexOf('.') is var dot and > 0 && dot + 1 < name.Length && char.IsAsciiLetter(name[dot + 1])
            ? dot
            : name.Length;
        for (int i = 1; i + 1 < end; i++)
        {
            if (name[i] == '_' && char.IsAsciiDigit(name[i + 1]))
            {
                return name[..i] + name[end..];
            }
        }
        return name;
    }
}
