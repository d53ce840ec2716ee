using System.Collections.Immutable;

namespace Avocado.Packages.Locking;

/// <summary>What the lock file has for one board: what was asked, and what was chosen.</summary>
public sealed record LockSection
{
    /// <summary>The board.</summary>
    public required string Board { get; init; }

    /// <summary>The architecture of the packages.</summary>
    public required string Architecture { get; init; }

    /// <summary>When the main suite of the first feed was released: the date of everything in the image.</summary>
    public required DateTimeOffset SourceDate { get; init; }

    /// <summary>The version of the .NET SDK.</summary>
    public required string DotNetSdkVersion { get; init; }

    /// <summary>Versions of runtime packs by their names.</summary>
    public required ImmutableSortedDictionary<string, string> RuntimePacks { get; init; }

    /// <summary>The feeds, in the order of the project.</summary>
    public required ImmutableArray<LockedFeed> Feeds { get; init; }

    /// <summary>What the project asked for, by target; names in byte order.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<string>> Requested { get; init; }

    /// <summary>What was left out, in byte order.</summary>
    public required ImmutableArray<string> Excluded { get; init; }

    /// <summary>The features whose suggested libraries were taken, in byte order.</summary>
    public required ImmutableArray<string> LibraryFeatures { get; init; }

    /// <summary>The release that the image is based on; null for none.</summary>
    public LockedBase? Base { get; init; }

    /// <summary>What was chosen, in byte order of the names.</summary>
    public required ImmutableArray<LockedPackage> Packages { get; init; }

    /// <summary>When the newest suite was released: archives of that day have every package.</summary>
    public DateTimeOffset LockDate => Feeds.SelectMany(f => f.Suites).Select(s => s.Date).Append(SourceDate).Max();

    /// <summary>A section for a request, with nothing chosen yet.</summary>
    internal static LockSection Of(ResolveRequest request, ImmutableArray<FeedIndex> indexes) => new()
    {
        Board = request.Board,
        Architecture = request.Architecture,
        SourceDate = indexes.FirstOrDefault()?.Suites[0].Date ?? DateTimeOffset.UnixEpoch,
        DotNetSdkVersion = request.DotNetSdkVersion,
        RuntimePacks = request.RuntimePacks,
        Feeds =
        [
            .. request.Feeds.Select((feed, i) => LockedFeed.Of(feed, i < indexes.Length ? indexes[i].Suites : [])),
        ],
        Requested = request.Packages.GroupBy(p => p.Target, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(g => g.Key, g => InOrder(g.Select(p => p.Name)), StringComparer.Ordinal),
        Excluded = InOrder(request.Excluded),
        LibraryFeatures = InOrder(request.LibraryFeatures),
        Base = request.Base,
        Packages = [],
    };

    private static ImmutableArray<string> InOrder(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
