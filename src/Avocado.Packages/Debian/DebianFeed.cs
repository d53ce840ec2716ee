using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Caching;
using Avocado.Packages.Debian.Apt;
using Avocado.Packages.OpenPgp;
using Avocado.Packages.Transfer;

namespace Avocado.Packages.Debian;

/// <summary>
/// A feed of .deb packages from archives laid out like Debian's. See <see cref="MirrorRule"/> for which.
/// </summary>
public sealed class DebianFeed : IPackageFeed
{
    /// <summary>What PackageFeed items call this type.</summary>
    public const string TypeName = "deb";

    private static readonly TimeSpan SnapshotDelay = TimeSpan.FromDays(1);

    private readonly ContentStore _store;
    private readonly Downloader _downloader;
    private readonly DebianFeedOptions _options;
    private readonly VerifiedFiles _files;
    private readonly Lazy<AptConfiguration> _apt;

    /// <exception cref="AvocadoException">AVO0301: the description lacks what this type needs.</exception>
    public DebianFeed(
        FeedDescription description, ContentStore store, Downloader downloader, DebianFeedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        Description = description;
        _store = store;
        _downloader = downloader;
        _options = options ?? new DebianFeedOptions();
        _files = new VerifiedFiles(store, downloader);
        _apt = new Lazy<AptConfiguration>(() => description.Uri is null ? _options.Apt() : AptConfiguration.None);
        CheckDescription();
    }

    /// <inheritdoc/>
    public FeedDescription Description { get; }

    // Own keys mean an archive of somebody else's, whose package names are nobody's business.
    private Uri? Snapshots => Description.SignedBy is null ? _options.Snapshots ?? _apt.Value.Snapshots : null;

    /// <inheritdoc/>
    public async Task<FeedIndex> LoadAsync(string architecture, CancellationToken cancellation)
    {
        ImmutableArray<FeedSuite>.Builder suites = ImmutableArray.CreateBuilder<FeedSuite>();
        ImmutableArray<PackageRecord>.Builder records = ImmutableArray.CreateBuilder<PackageRecord>();
        foreach (LoadedRelease loaded in await LoadReleasesAsync(cancellation).ConfigureAwait(false))
        {
            suites.Add(new FeedSuite(loaded.Suite, loaded.Release.Date));
            foreach (string path in IndexPaths(loaded, architecture, suites.Count == 1))
            {
                Stream? index = await Loader().OpenAsync(loaded, path, cancellation).ConfigureAwait(false);
                if (index is null)
                {
                    continue;
                }
                await using (index.ConfigureAwait(false))
                {
                    foreach (PackageRecord record in
                        PackagesReader.Read(index, Description.Name, loaded.Suite, architecture))
                    {
                        cancellation.ThrowIfCancellationRequested();
                        records.Add(record);
                    }
                }
            }
        }
        return new FeedIndex(Description.Name, architecture, suites.ToImmutable(), records.ToImmutable());
    }

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, ImmutableArray<string>>> FindLibrariesAsync(
        FeedIndex index, IReadOnlyCollection<string> fileNames, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(index);
        var found = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (LoadedRelease loaded in await LoadReleasesAsync(cancellation).ConfigureAwait(false))
        {
            foreach (string component in Description.EffectiveComponents)
            {
                // Old archives have one list of files for all components, beside the component's folder.
                Stream? contents = await Loader()
                    .OpenAsync(loaded, $"{component}/Contents-{index.Architecture}", cancellation).ConfigureAwait(false)
                    ?? await Loader().OpenAsync(loaded, $"Contents-{index.Architecture}", cancellation)
                        .ConfigureAwait(false);
                if (contents is not null)
                {
                    await using (contents.ConfigureAwait(false))
                    {
                        ContentsReader.Read(contents, fileNames, found, cancellation);
                    }
                }
            }
        }
        return found.ToImmutableDictionary(
            pair => pair.Key, pair => pair.Value.ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public ImmutableArray<Uri> Locate(string suite, string path, DateTimeOffset lockDate)
    {
        // The day after, the snapshot service has everything that the locked indexes named, and still all of it.
        DateTimeOffset time = lockDate + SnapshotDelay;
        DateTimeOffset now = _options.Clock.GetUtcNow();
        time = time < now ? time : now;
        ImmutableArray<SuiteSource> plan = MirrorRule.Apply(Description, _apt.Value, _ => null);
        ImmutableArray<Uri> archives = plan.FirstOrDefault(s => s.Suite == suite)?.Mirrors ?? [];
        if (Snapshots is { } snapshots)
        {
            archives = archives.Add(ArchiveAddress.OfSnapshot(snapshots, MirrorRule.IsSecurity(suite), time));
        }
        return [.. archives.Select(archive => ArchiveAddress.Of(archive, path))];
    }

    /// <summary>Loads the releases of all suites; what is absent and may be is left out.</summary>
    private async Task<List<LoadedRelease>> LoadReleasesAsync(CancellationToken cancellation)
    {
        Keyring keyring = Description.SignedBy is { } path
            ? ArchiveKeys.Load(path, Description.SourceLocation)
            : ArchiveKeys.Debian;
        DateTimeOffset now = _options.Clock.GetUtcNow();
        ImmutableArray<SuiteSource> plan = MirrorRule.Apply(Description, _apt.Value, isSecurity =>
            Snapshots is { } snapshots ? ArchiveAddress.OfSnapshot(snapshots, isSecurity, now) : null);
        var loader = new ReleaseLoader(
            Description, _downloader, keyring, _apt.Value.ChecksValidUntil, _options.Clock);
        var all = new List<LoadedRelease>();
        foreach (SuiteSource source in plan)
        {
            if (await loader.LoadAsync(Narrow(source, plan[0], all), cancellation).ConfigureAwait(false) is { } loaded)
            {
                all.Add(loaded);
            }
        }
        return all;
    }

    /// <summary>
    /// What may be absent is asked where the main suite was found: of that mirror (security updates of theirs), or of
    /// the snapshots, never of both.
    /// </summary>
    private static SuiteSource Narrow(SuiteSource source, SuiteSource main, List<LoadedRelease> loaded)
    {
        if (source.IsRequired)
        {
            return source;
        }
        Uri found = loaded[0].Archive;
        return !main.Mirrors.Contains(found) ? source with { Mirrors = [] }
            : MirrorRule.IsSecurity(source.Suite) ? source with { Fallback = null }
            : source with { Mirrors = [found], Fallback = null };
    }

    private List<string> IndexPaths(LoadedRelease loaded, string architecture, bool isMain)
    {
        var paths = new List<string>();
        foreach (string component in Description.EffectiveComponents)
        {
            string path = $"{component}/binary-{architecture}/Packages";
            if (isMain && !IndexLoader.IsListed(loaded.Release, path))
            {
                throw Codes.ReleaseMismatch.ErrorAt(Description.SourceLocation, loaded.Archive, Description.Name,
                    $"{loaded.Suite} has no component '{component}' for {architecture}; it has "
                    + $"{string.Join(", ", loaded.Release.Components)} for "
                    + string.Join(", ", loaded.Release.Architectures));
            }
            paths.Add(path);
            if (loaded.Release.HasIndexForAll)
            {
                paths.Add($"{component}/binary-all/Packages");
            }
        }
        return paths;
    }

    private IndexLoader Loader() => new(Description, _store, _files);

    private void CheckDescription()
    {
        string? fault = Description.Type != TypeName ? $"its Type is '{Description.Type}', not '{TypeName}'"
            : Description.Suites.IsEmpty ? "it has no Suite"
            : Description.Suites.Concat(Description.EffectiveComponents).FirstOrDefault(IsNoName) is { } word
                ? $"'{word}' is no suite or component"
            : Description.Uri is { IsAbsoluteUri: false } ? "its Uri is not absolute"
            : null;
        if (fault is not null)
        {
            throw Codes.BadFeed.ErrorAt(Description.SourceLocation, Description.Name, fault);
        }
    }

    private static bool IsNoName(string word) => word.Split('/').Any(part =>
        part is "" or "." or ".."
        || part.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '+' or '~')));
}
