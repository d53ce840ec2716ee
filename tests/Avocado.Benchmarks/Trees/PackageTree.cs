using System.Collections.Immutable;
using System.Globalization;
using Avocado.Files;
using Avocado.Images.Composition;
using Avocado.Packages;
using Avocado.Packages.Caching;
using Avocado.Packages.Locking;
using Avocado.Packages.Transfer;

namespace Avocado.Benchmarks.Trees;

/// <summary>
/// Packages through the product's cache. A list has one line for each: SHA-256, bytes, name, version, architecture
/// and the archive's path, with tabs between.
/// </summary>
internal static class PackageTree
{
    private const int FieldCount = 6;

    /// <summary>Puts the archives into the cache as a download would leave them.</summary>
    public static void AddArchives(string list, string cache)
    {
        using var store = new ContentStore(new CacheFolder(cache));
        foreach (LockedPackage package in ReadList(list))
        {
            using FileStream archive = File.OpenRead(package.Path);
            store.AddBlob(archive);
        }
    }

    /// <summary>Unpacks what the cache has not unpacked yet.</summary>
    public static void Fetch(string list, string cache, int threads)
    {
        using var downloader = new Downloader();
        using var store = new ContentStore(new CacheFolder(cache));
        var packages = new PackageCache(store, downloader) { MaxWorkers = threads };
        Fetch(packages, ReadList(list));
    }

    /// <summary>All of a list's packages in one tree.</summary>
    public static FileTree Read(string list, string cache, int threads)
    {
        using var downloader = new Downloader();
        using var store = new ContentStore(new CacheFolder(cache));
        var packages = new PackageCache(store, downloader) { MaxWorkers = threads };
        ImmutableArray<LockedPackage> locked = ReadList(list);
        Fetch(packages, locked);
        PackageContents[] contents = [.. locked.Select(package => packages.Open(package))];
        var tree = new FileTreeBuilder();
        PackageComposer.AddTo(tree, contents.Select(package => Compose(package, contents)), TrimRules.None);
        return tree.Build();
    }

    private static void Fetch(PackageCache cache, ImmutableArray<LockedPackage> packages) =>
        cache.FetchAsync(
            packages, package => [new Uri(Path.GetFullPath(package.Path))], null, CancellationToken.None)
            .GetAwaiter().GetResult();

    private static ComposedPackage Compose(PackageContents package, PackageContents[] all) => new(
        package.Package.Name, package.Package.Version, package.Entries,
        all.Where(other => package.Replaces(other.Package)).Select(other => other.Package.Name)
            .ToImmutableHashSet(StringComparer.Ordinal));

    private static ImmutableArray<LockedPackage> ReadList(string list) =>
        [.. File.ReadLines(list).Select(line => ReadLine(line.Split('\t')))];

    private static LockedPackage ReadLine(string[] fields) => fields.Length != FieldCount
        ? throw new ArgumentException($"a line of the list has {fields.Length} fields, not {FieldCount}")
        : new LockedPackage
        {
            Sha256 = Sha256Digest.Parse(fields[0]),
            Size = long.Parse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture),
            Name = fields[2],
            Version = fields[3],
            Architecture = fields[4],
            Path = fields[5],
            Feed = "benchmark",
            Suite = "benchmark",
            Why = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add(PackageRequest.RootTarget, "benchmark"),
        };
}
