using System.Collections.Immutable;
using Avocado.Cli.Diff.Model;

namespace Avocado.Cli.Diff;

/// <summary>Compares who signed and whom is trusted.</summary>
internal static class KeyList
{
    /// <summary>What was added and removed; another certificate with the same name is a change.</summary>
    public static ImmutableArray<ItemDiff> Compare(IEnumerable<KeyEntry> olds, IEnumerable<KeyEntry> news) =>
        SetDiff.Compare(
            Group(olds), Group(news), (old, @new) => FieldList.Of("fingerprint", old, @new));

    private static SortedDictionary<string, string> Group(IEnumerable<KeyEntry> keys)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (IGrouping<string, KeyEntry> named in keys.GroupBy(k => k.Name, StringComparer.Ordinal))
        {
            all.Add(named.Key, string.Join(' ',
                named.Select(k => k.Fingerprint ?? "unknown").Distinct().Order(StringComparer.Ordinal)));
        }
        return all;
    }
}
