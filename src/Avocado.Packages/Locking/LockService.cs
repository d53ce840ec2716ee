using System.Collections.Immutable;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Resolving;

namespace Avocado.Packages.Locking;

/// <summary>
/// Keeps the lock file of a project: chooses packages when the lock does not fit the project, loads what is locked.
/// A lock that fits and a cache that has everything mean no network.
/// </summary>
/// <param name="lockPath">Full path of the lock file.</param>
/// <param name="folder">The shared cache's folder.</param>
/// <param name="cache">The shared cache.</param>
/// <param name="openFeed">Makes a feed of its description; asks no network yet.</param>
public sealed class LockService(
    string lockPath, CacheFolder folder, PackageCache cache, Func<FeedDescription, IPackageFeed> openFeed)
{
    /// <summary>Brings the board's section up to date, as far as the mode allows.</summary>
    /// <remarks>
    /// In mode <see cref="LockMode.Normal"/> a section that differs from the request in .NET versions alone gets the
    /// new versions and keeps its packages. One without a base image takes the request's; one that has another keeps
    /// it, whatever the mode: otherwise configurations with different bases would write over each other.
    /// </remarks>
    /// <exception cref="AvocadoException">AVO0301 to AVO0321, AVO0323.</exception>
    public async Task<LockResult> ResolveAsync(
        ResolveRequest request, LockMode mode, IProgress<PackageProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckFeeds(request);
        LockSection wanted = LockSection.Of(request, []);
        LockSection? locked = LockFile.Load(lockPath).Sections.GetValueOrDefault(request.Board);
        if (mode == LockMode.Locked)
        {
            LockSection fits = CheckLocked(locked, wanted);
            CheckBase(fits, request);
            return new LockResult(fits, false);
        }
        if (mode == LockMode.Normal && locked is not null)
        {
            if (locked.Base is not null)
            {
                CheckBase(locked, request);
            }
            if (!LockComparison.OfPackages(locked, wanted).Any())
            {
                return LockComparison.OfDotNet(locked, wanted).Any() || !LockedBase.AreSame(locked.Base, wanted.Base)
                    ? await SaveAsync(WithoutChoice(locked, wanted), cancellation).ConfigureAwait(false)
                    : new LockResult(locked, false);
            }
        }
        LockSection section = await ChooseAsync(request, progress, cancellation).ConfigureAwait(false);
        return await SaveAsync(section, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes sure that the cache has every package of a section.</summary>
    /// <exception cref="AvocadoException">AVO0311, AVO0312, AVO0316, AVO0319, AVO0320.</exception>
    public Task FetchAsync(
        LockSection section, IEnumerable<FeedDescription> feeds, IProgress<PackageProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(section);
        return cache.FetchAsync(
            section.Packages, Locator(feeds.Select(openFeed), section.LockDate), progress, cancellation);
    }

    private static Func<LockedPackage, ImmutableArray<Uri>> Locator(
        IEnumerable<IPackageFeed> feeds, DateTimeOffset lockDate)
    {
        Dictionary<string, IPackageFeed> byName = feeds.ToDictionary(f => f.Description.Name, StringComparer.Ordinal);
        return package => byName.TryGetValue(package.Feed, out IPackageFeed? feed)
            ? feed.Locate(package.Suite, package.Path, lockDate)
            : [];
    }

    private static void CheckFeeds(ResolveRequest request)
    {
        if (request.Feeds.GroupBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw Codes.BadFeed.ErrorAt(
                twice.Last().SourceLocation, twice.Key, "another feed of the project has the same name");
        }
    }

    private LockSection CheckLocked(LockSection? locked, LockSection wanted)
    {
        if (locked is null)
        {
            throw Codes.LockMissing.Error(lockPath, wanted.Board);
        }
        string[] differences =
            [.. LockComparison.OfPackages(locked, wanted), .. LockComparison.OfDotNet(locked, wanted)];
        return differences.Length == 0
            ? locked
            : throw Codes.LockDiffers.Error(lockPath, wanted.Board, string.Join("; ", differences));
    }

    private void CheckBase(LockSection locked, ResolveRequest request)
    {
        if (!LockedBase.AreSame(locked.Base, request.Base))
        {
            throw Codes.BaseImageDiffers.ErrorAt(
                request.BaseLocation, LockedBase.Describe(request.Base, "not set"), lockPath,
                LockedBase.Describe(locked.Base, "none"), locked.Board);
        }
    }

    /// <summary>The locked packages with everything else that is wanted now.</summary>
    private static LockSection WithoutChoice(LockSection locked, LockSection wanted) => locked with
    {
        DotNetSdkVersion = wanted.DotNetSdkVersion,
        RuntimePacks = wanted.RuntimePacks,
        Base = locked.Base ?? wanted.Base,
    };

    private async Task<LockSection> ChooseAsync(
        ResolveRequest request, IProgress<PackageProgress>? progress, CancellationToken cancellation)
    {
        IPackageFeed[] feeds = [.. request.Feeds.Select(openFeed)];
        ImmutableArray<FeedIndex> indexes = await LoadAsync(feeds, request.Architecture, progress, cancellation)
            .ConfigureAwait(false);
        LockSection section = LockSection.Of(request, indexes);
        Func<LockedPackage, ImmutableArray<Uri>> locate = Locator(feeds, section.LockDate);
        var index = new PackageIndex(indexes.SelectMany(i => i.Records));
        var resolver = new Resolver(index, request.Architecture, request.Excluded);
        var libraries = new RuntimeLibraries(cache, index, feeds, indexes, [.. request.LibraryFeatures], progress);
        var extras = new List<ExtraNeed>();
        while (true)
        {
            // Programs say in their own files what they open at run time, and what that brings may open more.
            section = section with { Packages = [.. resolver.Resolve(request.Packages, extras).Select(ToLocked)] };
            await cache.FetchAsync(section.Packages, locate, progress, cancellation).ConfigureAwait(false);
            ImmutableArray<ExtraNeed> missing =
                await libraries.FindMissingAsync(section.Packages, cancellation).ConfigureAwait(false);
            if (missing.IsEmpty)
            {
                return section;
            }
            extras.AddRange(missing);
        }
    }

    private static async Task<ImmutableArray<FeedIndex>> LoadAsync(
        IPackageFeed[] feeds, string architecture, IProgress<PackageProgress>? progress,
        CancellationToken cancellation)
    {
        ImmutableArray<FeedIndex>.Builder all = ImmutableArray.CreateBuilder<FeedIndex>();
        foreach (IPackageFeed feed in feeds)
        {
            progress?.Report(new PackageProgress(PackageStage.Feed, feed.Description.Name, all.Count, feeds.Length));
            all.Add(await feed.LoadAsync(architecture, cancellation).ConfigureAwait(false));
        }
        return all.ToImmutable();
    }

    private static LockedPackage ToLocked(ResolvedPackage package) => new()
    {
        Name = package.Record.Name,
        Version = package.Record.Version.Text,
        Architecture = package.Record.Architecture,
        Size = package.Record.Size,
        Sha256 = package.Record.Sha256,
        Feed = package.Record.Feed,
        Suite = package.Record.Suite,
        Path = package.Record.Path,
        Why = package.Why,
    };

    /// <summary>Puts a section into the file as it is now, keeping what other boards wrote meanwhile.</summary>
    private async Task<LockResult> SaveAsync(LockSection section, CancellationToken cancellation)
    {
        // The lock lies in the cache: a lock file beside the project would be litter that ends up in commits.
        string name = "lock-" + Sha256Digest.Of(Encoding.UTF8.GetBytes(Path.GetFullPath(lockPath)));
        using IDisposable held = await folder.LockAsync(name, cancellation).ConfigureAwait(false);
        LockFile current = LockFile.Load(lockPath);
        var next = new LockFile(current.Sections.SetItem(section.Board, section));
        // The same choice again leaves the file alone, so that nothing that watches it wakes up.
        if (File.Exists(lockPath) && LockFileWriter.Write(next).AsSpan().SequenceEqual(LockFileWriter.Write(current)))
        {
            return new LockResult(section, false);
        }
        next.Save(lockPath);
        return new LockResult(section, true);
    }
}
