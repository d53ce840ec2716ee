namespace Avocado.Packages.Locking;

/// <summary>Says in words how a locked section differs from what the project wants now.</summary>
internal static class LockComparison
{
    /// <summary>Differences that ask for another choice of packages; none when the lock fits.</summary>
    public static IEnumerable<string> OfPackages(LockSection locked, LockSection wanted)
    {
        if (locked.Architecture != wanted.Architecture)
        {
            yield return $"it is for {locked.Architecture}, the board is {wanted.Architecture}";
        }
        foreach (string difference in OfFeeds(locked, wanted).Concat(OfRequests(locked, wanted)))
        {
            yield return difference;
        }
        foreach (string name in locked.Excluded.Except(wanted.Excluded))
        {
            yield return $"it leaves out {name}, the project does not";
        }
        foreach (string name in wanted.Excluded.Except(locked.Excluded))
        {
            yield return $"the project leaves out {name}, it does not";
        }
        foreach (string name in locked.LibraryFeatures.Except(wanted.LibraryFeatures))
        {
            yield return $"it takes the libraries for '{name}', the project does not";
        }
        foreach (string name in wanted.LibraryFeatures.Except(locked.LibraryFeatures))
        {
            yield return $"the project takes the libraries for '{name}', it does not";
        }
    }

    /// <summary>Differences in .NET versions; none when the lock fits.</summary>
    public static IEnumerable<string> OfDotNet(LockSection locked, LockSection wanted)
    {
        if (locked.DotNetSdkVersion != wanted.DotNetSdkVersion)
        {
            yield return $"it has .NET SDK {locked.DotNetSdkVersion}, this is {wanted.DotNetSdkVersion}";
        }
        foreach (string name in locked.RuntimePacks.Keys.Union(wanted.RuntimePacks.Keys).Order(StringComparer.Ordinal))
        {
            string? there = locked.RuntimePacks.GetValueOrDefault(name);
            string? here = wanted.RuntimePacks.GetValueOrDefault(name);
            if (there != here)
            {
                yield return $"it has {name} {there ?? "not at all"}, the build uses {here ?? "none"}";
            }
        }
    }

    private static IEnumerable<string> OfFeeds(LockSection locked, LockSection wanted)
    {
        string[] before = [.. locked.Feeds.Select(f => $"{f.Name} ({f.Description})")];
        string[] now = [.. wanted.Feeds.Select(f => $"{f.Name} ({f.Description})")];
        if (!before.SequenceEqual(now))
        {
            yield return $"it was made from the feeds {string.Join(", ", before)}, "
                + $"the project has {string.Join(", ", now)}";
        }
    }

    private static IEnumerable<string> OfRequests(LockSection locked, LockSection wanted)
    {
        foreach (string target in
            locked.Requested.Keys.Union(wanted.Requested.Keys).Order(StringComparer.Ordinal))
        {
            string where = target == PackageRequest.RootTarget ? "the root file system" : target;
            var before = locked.Requested.GetValueOrDefault(target, []);
            var now = wanted.Requested.GetValueOrDefault(target, []);
            foreach (string name in now.Except(before))
            {
                yield return $"the project asks for {name} in {where}, it does not";
            }
            foreach (string name in before.Except(now))
            {
                yield return $"it has {name} in {where}, the project does not ask for that";
            }
        }
    }
}
