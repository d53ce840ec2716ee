using System.Collections.Immutable;

namespace Avocado.Packages;

/// <summary>Every package that can be chosen for one architecture, by name and by what it provides.</summary>
public sealed class PackageIndex
{
    private readonly Dictionary<string, ImmutableArray<PackageRecord>> _byName;
    private readonly Dictionary<string, ImmutableArray<PackageRecord>> _byProvided;

    /// <param name="records">
    /// Packages of the wanted architecture or "all". Where two are of one name and version, the first stands.
    /// </param>
    public PackageIndex(IEnumerable<PackageRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var names = new Dictionary<string, List<PackageRecord>>(StringComparer.Ordinal);
        foreach (PackageRecord record in records)
        {
            Add(names, record.Name, record);
        }
        _byName = names.ToDictionary(pair => pair.Key, pair => NewestFirst(pair.Value), StringComparer.Ordinal);
        var provided = new Dictionary<string, List<PackageRecord>>(StringComparer.Ordinal);
        foreach (PackageRecord record in _byName.Values.SelectMany(versions => versions))
        {
            foreach (string name in record.Provides.Select(p => p.Name).Distinct(StringComparer.Ordinal))
            {
                Add(provided, name, record);
            }
        }
        _byProvided = provided.ToDictionary(pair => pair.Key, pair => ByNameThenNewest(pair.Value),
            StringComparer.Ordinal);
    }

    /// <summary>Every name of a real package, in no particular order.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>The versions of a package, newest first; none when no feed has it.</summary>
    public ImmutableArray<PackageRecord> Find(string name) => _byName.GetValueOrDefault(name, []);

    /// <summary>The packages that provide a name, in byte order of their names, newest first.</summary>
    public ImmutableArray<PackageRecord> FindProviders(string name) => _byProvided.GetValueOrDefault(name, []);

    /// <summary>Up to three names that a misspelt one may have meant, nearest first.</summary>
    public ImmutableArray<string> FindNearest(string name) => NearestNames.Find(Names, name);

    private static void Add(Dictionary<string, List<PackageRecord>> map, string name, PackageRecord record)
    {
        if (!map.TryGetValue(name, out List<PackageRecord>? list))
        {
            map.Add(name, list = new List<PackageRecord>(1));
        }
        list.Add(record);
    }

    private static ImmutableArray<PackageRecord> NewestFirst(List<PackageRecord> versions)
    {
        if (versions.Count == 1)
        {
            return [versions[0]];
        }
        // OrderBy is stable: of equal versions the one of the first feed stays first, the others go.
        PackageRecord[] sorted = [.. versions.OrderByDescending(r => r.Version)];
        return [.. sorted.Where((r, i) => i == 0 || r.Version.CompareTo(sorted[i - 1].Version) != 0)];
    }

    private static ImmutableArray<PackageRecord> ByNameThenNewest(List<PackageRecord> providers) =>
        [.. providers.OrderBy(r => r.Name, StringComparer.Ordinal).ThenByDescending(r => r.Version)];
}
