using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Debian;

namespace Avocado.Packages.Resolving;

/// <summary>
/// Chooses packages: everything the project asks for and all that those need, for the root file system and for each
/// extension what the root lacks. The same index and requests give the same choice, in whatever order they come.
/// </summary>
public sealed class Resolver
{
    private readonly PackageIndex _index;
    private readonly string _architecture;
    private readonly ImmutableHashSet<string> _excluded;

    /// <param name="index">What there is.</param>
    /// <param name="architecture">The architecture of <paramref name="index"/>.</param>
    /// <param name="excluded">Names of packages to leave out, unless the project asks for them.</param>
    public Resolver(PackageIndex index, string architecture, IEnumerable<string> excluded)
    {
        _index = index;
        _architecture = architecture;
        _excluded = excluded.ToImmutableHashSet(StringComparer.Ordinal);
    }

    /// <summary>Chooses.</summary>
    /// <param name="requests">What the project asks for.</param>
    /// <param name="extras">What is needed without being declared.</param>
    /// <returns>Packages in byte order of their names.</returns>
    /// <exception cref="AvocadoException">AVO0302 to AVO0305: there is no choice.</exception>
    public ImmutableArray<ResolvedPackage> Resolve(
        IReadOnlyCollection<PackageRequest> requests, IReadOnlyCollection<ExtraNeed> extras)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(extras);
        foreach (PackageRequest request in requests)
        {
            CheckExists(request);
        }
        ImmutableArray<Pick> root = [];
        var why = new Dictionary<PackageRecord, ImmutableSortedDictionary<string, string>>();
        // The root sorts first ("/" comes before every name an extension can have): extensions build on it.
        foreach (string target in requests.Select(r => r.Target).Append(PackageRequest.RootTarget)
            .Distinct(StringComparer.Ordinal).OrderBy(t => t, StringComparer.Ordinal))
        {
            PackageRequest[] wanted = [.. requests.Where(r => r.Target == target)
                .DistinctBy(r => r.Name).OrderBy(r => r.Name, StringComparer.Ordinal)];
            // Who asks for a package by name gets it, there: the root need not carry what only the boot files are for.
            var search = new TargetSearch(_index, _architecture, _excluded.Except(wanted.Select(r => r.Name)), root,
                [.. extras.Where(e => e.Target == target)]);
            ImmutableArray<Pick> picks = search.Run(wanted);
            root = target == PackageRequest.RootTarget ? picks : root;
            foreach (Pick pick in picks)
            {
                why[pick.Record] = why.GetValueOrDefault(pick.Record, Empty).Add(target, pick.Because.Reason);
            }
        }
        return
        [
            .. why.Select(pair => new ResolvedPackage(pair.Key, pair.Value))
                .OrderBy(p => p.Record.Name, StringComparer.Ordinal).ThenBy(p => p.Record.Version),
        ];
    }

    private static ImmutableSortedDictionary<string, string> Empty { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private void CheckExists(PackageRequest request)
    {
        if (!RelationParser.IsName(request.Name) || request.Name.Any(char.IsAsciiLetterUpper))
        {
            throw Codes.BadPackageName.ErrorAt(request.SourceLocation, request.Name);
        }
        if (_index.Find(request.Name).Length > 0)
        {
            return;
        }
        string[] providers = [.. _index.FindProviders(request.Name).Select(p => p.Name).Distinct().Take(5)];
        string[] nearest = [.. _index.FindNearest(request.Name)];
        string hint = providers.Length > 0 ? $"; it is a virtual package, ask for one of {string.Join(", ", providers)}"
            : nearest.Length > 0 ? $"; did you mean {string.Join(" or ", nearest)}?"
            : "";
        throw Codes.UnknownPackage.ErrorAt(request.SourceLocation, request.Name, _architecture, hint);
    }
}
