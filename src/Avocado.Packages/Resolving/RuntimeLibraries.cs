using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Elf;
using Avocado.Packages.Caching;
using Avocado.Packages.Debian;
using Avocado.Packages.Locking;

namespace Avocado.Packages.Resolving;

/// <summary>
/// Finds the packages of libraries that programs open at run time and no package declares (.note.dlopen): those that
/// are required or recommended, and the suggested ones of features that the project wants.
/// </summary>
internal sealed class RuntimeLibraries(
    PackageCache cache, PackageIndex index, IReadOnlyList<IPackageFeed> feeds, ImmutableArray<FeedIndex> indexes,
    ImmutableHashSet<string> features, IProgress<PackageProgress>? progress)
{
    private readonly Dictionary<string, ImmutableArray<string>> _packagesOf = new(StringComparer.Ordinal);
    private readonly HashSet<(string Target, string Reason)> _asked = [];

    /// <summary>The needs that the packages do not meet among themselves and that were not returned before.</summary>
    /// <exception cref="AvocadoException">AVO0318: no package has a required library.</exception>
    public async Task<ImmutableArray<ExtraNeed>> FindMissingAsync(
        ImmutableArray<LockedPackage> packages, CancellationToken cancellation)
    {
        (string Target, LockedPackage Owner, LibraryNeed Need)[] missing = [.. FindUnmet(packages)];
        string[] unknown =
        [
            .. missing.SelectMany(m => m.Need.Sonames).Distinct(StringComparer.Ordinal)
                .Where(soname => !_packagesOf.ContainsKey(soname)),
        ];
        if (unknown.Length > 0)
        {
            await LearnAsync(unknown, cancellation).ConfigureAwait(false);
        }
        HashSet<string> chosen = packages.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return [.. missing.Select(m => ToExtra(m.Target, m.Owner, m.Need, chosen)).OfType<ExtraNeed>()];
    }

    private IEnumerable<(string, LockedPackage, LibraryNeed)> FindUnmet(ImmutableArray<LockedPackage> packages)
    {
        Dictionary<LockedPackage, PackageItem> items = packages.ToDictionary(
            p => p, p => cache.TryRead(p) ?? throw Codes.BadCache.Error(p, "it vanished from the cache"));
        HashSet<string> inRoot = LibrariesOf(packages.Where(p => p.IsIn(null)).Select(p => items[p]));
        foreach (string target in packages.SelectMany(p => p.Why.Keys).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            LockedPackage[] here = [.. packages.Where(p => p.Why.ContainsKey(target))];
            HashSet<string> there = LibrariesOf(here.Select(p => items[p]));
            foreach (LockedPackage package in here)
            {
                foreach (LibraryNeed need in items[package].LibraryNeeds.Where(IsWanted))
                {
                    if (!need.Sonames.Any(soname => there.Contains(soname) || inRoot.Contains(soname)))
                    {
                        yield return (target, package, need);
                    }
                }
            }
        }
    }

    private bool IsWanted(LibraryNeed need) =>
        need.Priority != DlopenPriority.Suggested || features.Contains(need.Feature);

    private static HashSet<string> LibrariesOf(IEnumerable<PackageItem> items) => items.SelectMany(i => i.Entries)
        .Where(e => LibraryFolders.Contain(e.Path.Parent.Bytes))
        .Select(e => e.Path.NameText)
        .ToHashSet(StringComparer.Ordinal);

    private async Task LearnAsync(string[] sonames, CancellationToken cancellation)
    {
        var found = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        for (int i = 0; i < feeds.Count; i++)
        {
            var ofFeed = await feeds[i].FindLibrariesAsync(indexes[i], sonames, cancellation).ConfigureAwait(false);
            foreach ((string soname, ImmutableArray<string> packages) in ofFeed)
            {
                found.TryAdd(soname, new SortedSet<string>(StringComparer.Ordinal));
                found[soname].UnionWith(packages);
            }
        }
        foreach (string soname in sonames)
        {
            IEnumerable<string> names = found.TryGetValue(soname, out SortedSet<string>? listed)
                ? listed
                : SonameRule.PackageNames(soname);
            _packagesOf[soname] = [.. names.Where(name => index.Find(name).Length > 0)];
        }
    }

    private ExtraNeed? ToExtra(string target, LockedPackage owner, LibraryNeed need, HashSet<string> chosen)
    {
        foreach (string soname in need.Sonames)
        {
            if (_packagesOf[soname] is { Length: > 0 } packages)
            {
                var extra = new ExtraNeed(target, owner.Name, packages, $"dlopen of {owner.Name} ({soname})");
                if (_asked.Add((target, extra.Reason)))
                {
                    return extra;
                }
                // Asked before and still missing: the project leaves the package out, or it was the wrong one.
                if (!packages.Any(chosen.Contains))
                {
                    return null;
                }
            }
        }
        string names = string.Join(" or ", need.Sonames);
        if (need.Priority == DlopenPriority.Required)
        {
            throw Codes.MissingDlopenLibrary.Error(owner, names);
        }
        progress?.Report(new PackageProgress(
            PackageStage.Note, $"{owner} would load {names} at run time; no feed has it", 0, 0));
        return null;
    }
}
