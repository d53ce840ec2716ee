using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Images.Base;
using Avocado.Images.Composition;
using Avocado.Images.Model;
using Avocado.Packages;
using Avocado.Packages.Caching;
using Avocado.Packages.Caching.Remote;
using Avocado.Packages.Caching.Upkeep;
using Avocado.Packages.Debian;
using Avocado.Packages.Debian.Apt;
using Avocado.Packages.Locking;
using Avocado.Packages.Resolving;
using Avocado.Packages.Transfer;

namespace Avocado.Images.Pipeline;

/// <summary>From what a project asks for to opened packages: lock, fetch, open.</summary>
internal sealed class PackageSource : IDisposable
{
    private readonly ResolveRequest _request;
    private readonly ImmutableArray<FeedDescription> _feeds;
    private readonly Downloader _downloader = new();
    private readonly PackageCache _cache;
    private readonly LockService _locks;
    private IDisposable? _hold;

    /// <param name="request">What the project asks for, and where lock and cache are.</param>
    /// <param name="log">Told when a remote cache fails.</param>
    public PackageSource(ResolveRequest request, IBuildLog log)
    {
        _request = request;
        _feeds = [.. request.Packages.Feeds.Select(Describe)];
        Store = new ContentStore(
            new CacheFolder(request.Cache.Folder),
            request.Cache.Remote is { } remote ? new RemoteCache(remote, log.Note) : null)
        {
            GivesResults = request.Cache.UsesResults,
        };
        _cache = new PackageCache(Store, _downloader);
        _locks = new LockService(request.LockFile, Store.Folder, _cache, OpenFeed);
    }

    /// <summary>The cache of packages, and of whatever else can be made again.</summary>
    public ContentStore Store { get; }

    /// <summary>Brings the lock up to date, as far as the request allows.</summary>
    public async Task<LockResult> ResolveAsync(IBuildLog log, CancellationToken cancellation)
    {
        await HoldAsync(cancellation).ConfigureAwait(false);
        return await _locks.ResolveAsync(
            new Avocado.Packages.ResolveRequest
            {
                Board = _request.Board.Name,
                Architecture = _request.Board.Architecture.DebianName,
                Feeds = _feeds,
                Packages = [.. Requests()],
                Excluded = [.. ExcludedPackages.Default.Union(_request.Packages.Excluded, StringComparer.Ordinal)],
                LibraryFeatures = _request.Board.TpmRequired ? ["tpm"] : [],
                DotNetSdkVersion = _request.DotNetSdkVersion,
                RuntimePacks = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                    .Add("Microsoft.NETCore.App", _request.RuntimeVersion),
                Base = BaseFile.Lock(_request),
                BaseLocation = _request.BaseImageLocation,
            },
            _request.Locked ? LockMode.Locked : _request.ForceEvaluate ? LockMode.ForceEvaluate : LockMode.Normal,
            new PackageProgressLog(log),
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Opens every package of a section, fetching what the cache lacks.</summary>
    public async Task<ImagePackages> OpenAsync(LockSection section, IBuildLog log, CancellationToken cancellation)
    {
        await HoldAsync(cancellation).ConfigureAwait(false);
        await _locks.FetchAsync(section, _feeds, new PackageProgressLog(log), cancellation).ConfigureAwait(false);
        ImmutableArray<ComposedPackage> In(string? target)
        {
            PackageContents[] contents =
                [.. section.Packages.Where(p => p.IsIn(target)).Select(p => _cache.Open(p, target))];
            return [.. contents.Select(package => Compose(package, contents))];
        }
        IEnumerable<string> extensions = section.Packages.SelectMany(p => p.Why.Keys).Distinct(StringComparer.Ordinal)
            .Where(target => target is not (PackageRequest.RootTarget or ImagePackages.BootTarget));
        return new ImagePackages
        {
            Root = In(null),
            Boot = In(ImagePackages.BootTarget),
            Extensions = extensions.ToImmutableDictionary(name => name, name => In(name), StringComparer.Ordinal),
            SourceDate = _request.SourceDate ?? section.SourceDate.ToUnixTimeSeconds(),
            FindLibrary = FindLibrary,
            Store = Store,
            BaseImage = section.Base is { } image && _request.BaseImage is { } path
                ? new BaseImage(path, image.Sha256, _request.BaseImageLocation)
                : null,
        };
    }

    // Only a message asks, so the feed's long list of files is loaded only when a build fails.
    private string? FindLibrary(string name)
    {
        try
        {
            foreach (IPackageFeed feed in _feeds.Select(OpenFeed))
            {
                var index = new FeedIndex(feed.Description.Name, _request.Board.Architecture.DebianName, [], []);
                if (feed.FindLibrariesAsync(index, [name], CancellationToken.None).GetAwaiter().GetResult()
                    .TryGetValue(name, out ImmutableArray<string> packages))
                {
                    return packages[0];
                }
            }
        }
        catch (AvocadoException)
        {
            // No network: the message does without the package's name.
        }
        return null;
    }

    /// <summary>Ends the use of the cache: shares what is not shared yet, and keeps the cache within its bound.</summary>
    public async Task CompleteAsync(IBuildLog log, CancellationToken cancellation)
    {
        if (!await Store.FlushAsync(cancellation).ConfigureAwait(false))
        {
            log.Note("the remote cache is slow: not everything that was made is shared");
        }
        _hold?.Dispose();
        _hold = null;
        CacheUpkeep.Run(Store.Folder, Store.AddedBytes, _request.Cache.MaxBytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Store.Dispose();
        _hold?.Dispose();
        _downloader.Dispose();
    }

    private async Task HoldAsync(CancellationToken cancellation) =>
        _hold ??= await Store.Folder.HoldAsync(cancellation).ConfigureAwait(false);

    private IEnumerable<PackageRequest> Requests()
    {
        PackageSet set = _request.Packages;
        return set.Packages.Select(package => new PackageRequest(package.Name, package.Into, package.Location))
            .Concat(set.BootPackages.Append(set.KernelPackage).OfType<string>()
                .Select(name => new PackageRequest(name, ImagePackages.BootTarget)));
    }

    private DebianFeed OpenFeed(FeedDescription feed) =>
        new(feed, Store, _downloader, new DebianFeedOptions
        {
            Apt = () => _request.Mirror is { } mirror ? AptConfiguration.Of(mirror) : AptConfiguration.Load(),
            Snapshots = _request.Snapshots,
        });

    private FeedDescription Describe(PackageFeed feed) => new(
        feed.Name, feed.Type, feed.Suite, feed.Components,
        feed.Uri is { } uri ? new Uri(uri) : null, feed.Keyring, feed.Location);

    private static ComposedPackage Compose(PackageContents package, PackageContents[] all) => new(
        package.Package.Name,
        package.Package.Version,
        package.Entries,
        all.Where(other => package.Replaces(other.Package)).Select(other => other.Package.Name)
            .ToImmutableHashSet(StringComparer.Ordinal));
}
