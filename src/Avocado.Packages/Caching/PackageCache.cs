using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Locking;
using Avocado.Packages.Transfer;

namespace Avocado.Packages.Caching;

/// <summary>
/// The shared cache of packages: loads archives in parallel, normalises each once into an index and its contents, and
/// opens what is there without any network. Damaged parts are found and made again.
/// </summary>
public sealed class PackageCache(ContentStore store, Downloader downloader)
{
    private const string Step = "package";
    private const string IndexOutput = "index";
    private const string ContentsOutput = "contents";
    private const int MaxIndexSize = 1 << 30;

    private readonly VerifiedFiles _files = new(store, downloader);

    /// <summary>How many archives are loaded at once.</summary>
    public int MaxDownloads { get; init; } = 6;

    /// <summary>How many archives are unpacked at once; never more than there are processors.</summary>
    public int MaxWorkers { get; init; } = Environment.ProcessorCount;

    /// <summary>Makes sure that every package is in the cache, whole and normalised.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="locate">Where a package's archive may be had; asked only for what has to be loaded.</param>
    /// <param name="progress">Told of bytes that came and packages that are ready.</param>
    /// <exception cref="AvocadoException">
    /// AVO0311, AVO0312, AVO0316: an archive cannot be had. AVO0201, AVO0202: it cannot be read. AVO0319.
    /// </exception>
    public async Task FetchAsync(
        IReadOnlyCollection<LockedPackage> packages, Func<LockedPackage, ImmutableArray<Uri>> locate,
        IProgress<PackageProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(packages);
        ArgumentNullException.ThrowIfNull(locate);
        // The largest first: one of them alone may take as long as all others together.
        LockedPackage[] missing =
        [
            .. packages.DistinctBy(p => p.Sha256).Where(p => TryRead(p) is null)
                .OrderByDescending(p => p.Size).ThenBy(p => p.Name, StringComparer.Ordinal),
        ];
        using var workers = new SemaphoreSlim(Math.Clamp(MaxWorkers, 1, Environment.ProcessorCount));
        var tracker = new FetchProgress(progress, missing);
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxDownloads, CancellationToken = cancellation };
        await Parallel.ForEachAsync(missing, options, async (package, stop) =>
        {
            try
            {
                await FetchOneAsync(package, locate, workers, tracker, stop).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Codes.BadCache.Error(store.Folder.FullPath, error.Message);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>True when a package is in the cache, whole and normalised.</summary>
    public bool Has(LockedPackage package) => TryRead(package) is not null;

    /// <summary>Names what a package is normalised to.</summary>
    public static ActionKey KeyOf(LockedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return new ActionKeyBuilder(Step, ItemWriter.Version).Add("archive", package.Sha256).ToKey();
    }

    /// <summary>Opens a package that <see cref="FetchAsync"/> made sure of.</summary>
    /// <param name="package">The package.</param>
    /// <param name="extension">
    /// The extension it goes into, for the entries' origin; null for the root file system.
    /// </param>
    /// <exception cref="AvocadoException">
    /// AVO0319: the package is not in the cache or was damaged meanwhile.
    /// </exception>
    public PackageContents Open(LockedPackage package, string? extension = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        (PackageItem item, string contents) = Read(package)
            ?? throw Codes.BadCache.Error(store.Folder.FullPath, $"{package} is not in it, or is damaged; restore again");
        string? reason = package.Why.GetValueOrDefault(extension ?? PackageRequest.RootTarget);
        var origin = new Origin(OriginKind.Package, package.Name, package.Version, reason);
        string linkSource = "deb:" + package.Name;
        return new PackageContents(
            package, item.Control, [.. item.Entries.Select(e => ToEntry(e, contents, origin, linkSource))],
            item.ConfigurationFiles, item.LibraryNeeds);
    }

    private static Entry ToEntry(ItemEntry item, string contents, Origin origin, string linkSource) => new()
    {
        Path = item.Path,
        Kind = item.Kind,
        Mode = item.Mode,
        Uid = item.Uid,
        Gid = item.Gid,
        ModificationTime = item.ModificationTime,
        Attributes = item.Attributes,
        LinkTarget = item.LinkTarget,
        LinkGroup = item.LinkGroup < 0 ? null : new LinkGroup(linkSource, item.LinkGroup),
        Device = item.Device,
        Content = item.Kind == EntryKind.File && item.Size > 0
            ? new SliceContent(contents, item.Offset, item.Size, item.Digest)
            : Content.Empty,
        Origin = origin,
    };

    /// <summary>Reads an item; null when it is missing or damaged.</summary>
    internal PackageItem? TryRead(LockedPackage package) => Read(package)?.Item;

    private (PackageItem Item, string Contents)? Read(LockedPackage package)
    {
        if (store.Find(KeyOf(package)) is not { } found
            || !found.Outputs.TryGetValue(IndexOutput, out Blob index) || index.Size > MaxIndexSize
            || !found.Outputs.TryGetValue(ContentsOutput, out Blob contents))
        {
            return null;
        }
        try
        {
            PackageItem item = ItemReader.Read(File.ReadAllBytes(store.PathOf(index)));
            return item.ContentsLength == contents.Size && IsOf(package, item) ? (item, store.PathOf(contents)) : null;
        }
        catch (Exception error) when (error is AvocadoException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task FetchOneAsync(
        LockedPackage package, Func<LockedPackage, ImmutableArray<Uri>> locate, SemaphoreSlim workers,
        FetchProgress progress, CancellationToken cancellation)
    {
        if (await IsSharedAsync(package, cancellation).ConfigureAwait(false))
        {
            progress.AddPackage(package);
            return;
        }
        var archive = new Blob(package.Sha256, package.Size);
        // An archive of the right length may still be damaged; that is found where it is read as a whole anyway.
        if (!store.HasGood(archive))
        {
            var download = new Download(package.ToString(), locate(package), package.Size, package.Sha256);
            DownloadResult result =
                await _files.GetAsync(download, true, progress.AddBytes, cancellation).ConfigureAwait(false);
            Check(package, result);
        }
        await workers.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            using IDisposable held = await store.Folder.LockAsync(package.Sha256, cancellation).ConfigureAwait(false);
            if (TryRead(package) is null)
            {
                Normalise(package, store.PathOf(archive), cancellation);
            }
        }
        finally
        {
            workers.Release();
        }
        progress.AddPackage(package);
    }

    /// <summary>True when the package came, normalised, from the remote cache, or from another process meanwhile.</summary>
    private async Task<bool> IsSharedAsync(LockedPackage package, CancellationToken cancellation)
    {
        using IDisposable held = await store.Folder.LockAsync(package.Sha256, cancellation).ConfigureAwait(false);
        return await store.TryGetAsync(KeyOf(package), cancellation).ConfigureAwait(false) is not null && Has(package);
    }

    private void Normalise(LockedPackage package, string archivePath, CancellationToken cancellation)
    {
        using NewBlob contents = store.CreateBlob();
        PackageItem item;
        using (var archive = new FileStream(archivePath, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16))
        {
            item = PackageNormaliser.Normalise(archive, contents, cancellation);
        }
        if (!IsOf(package, item))
        {
            throw Codes.PackageMismatch.Error(package, package.Path,
                $"it says that it is {item.Control["Package"]} {item.Control["Version"]}");
        }
        store.Put(KeyOf(package), new Dictionary<string, Blob>
        {
            [IndexOutput] = store.AddBlob(ItemWriter.Write(item)),
            [ContentsOutput] = contents.Commit(),
        });
    }

    private static bool IsOf(LockedPackage package, PackageItem item) =>
        item.Control["Package"] == package.Name && item.Control["Version"] == package.Version;

    private static void Check(LockedPackage package, DownloadResult result)
    {
        switch (result.Outcome)
        {
            case DownloadOutcome.Done:
                return;
            case DownloadOutcome.NotFound:
                throw Codes.VanishedPackage.Error(package.Name, package.Version, package.Feed, result.Reason);
            case DownloadOutcome.Mismatch:
                throw Codes.PackageMismatch.Error(package, result.Address, result.Reason);
            default:
                throw Codes.DownloadFailed.Error($"{package} ({package.Path})", result.Reason);
        }
    }
}
