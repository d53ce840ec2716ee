using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Packages.Debian;

namespace Avocado.Packages;

/// <summary>
/// A package as a feed's index describes it. Relations are read when they are first asked for: an index has
/// 70 000 packages, an image a hundred.
/// </summary>
public sealed class PackageRecord
{
    private ImmutableArray<Dependency> _dependencies;
    private ImmutableArray<PackageRelation> _refusals;
    private ImmutableArray<PackageRelation> _provides;

    /// <summary>The package's name.</summary>
    public required string Name { get; init; }

    /// <summary>The package's version.</summary>
    public required DebianVersion Version { get; init; }

    /// <summary>The processor it is for, or "all".</summary>
    public required string Architecture { get; init; }

    /// <summary>The feed it comes from.</summary>
    public required string Feed { get; init; }

    /// <summary>The suite of the feed it comes from.</summary>
    public required string Suite { get; init; }

    /// <summary>The archive's path below the base of the suite's mirror.</summary>
    public required string Path { get; init; }

    /// <summary>The archive's length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The archive's SHA-256.</summary>
    public required Sha256Digest Sha256 { get; init; }

    /// <summary>The Pre-Depends field.</summary>
    public string? PreDependsText { get; init; }

    /// <summary>The Depends field.</summary>
    public string? DependsText { get; init; }

    /// <summary>The Provides field.</summary>
    public string? ProvidesText { get; init; }

    /// <summary>The Conflicts field.</summary>
    public string? ConflictsText { get; init; }

    /// <summary>The Breaks field.</summary>
    public string? BreaksText { get; init; }

    /// <summary>What it needs: Pre-Depends, then Depends.</summary>
    public ImmutableArray<Dependency> Dependencies
    {
        get
        {
            if (_dependencies.IsDefault)
            {
                _dependencies =
                [
                    .. RelationParser.ParseDependencies(PreDependsText, DependencyKind.PreDepends),
                    .. RelationParser.ParseDependencies(DependsText, DependencyKind.Depends),
                ];
            }
            return _dependencies;
        }
    }

    /// <summary>What it cannot be with: Conflicts and Breaks, which are one thing in an image.</summary>
    public ImmutableArray<PackageRelation> Refusals
    {
        get
        {
            if (_refusals.IsDefault)
            {
                _refusals =
                [
                    .. RelationParser.ParseRelations(ConflictsText), .. RelationParser.ParseRelations(BreaksText),
                ];
            }
            return _refusals;
        }
    }

    /// <summary>The virtual packages it stands for.</summary>
    public ImmutableArray<PackageRelation> Provides
    {
        get
        {
            if (_provides.IsDefault)
            {
                _provides = RelationParser.ParseRelations(ProvidesText);
            }
            return _provides;
        }
    }

    /// <summary>True when this package is meant, by its name or by what it provides.</summary>
    public bool Satisfies(PackageRelation relation) =>
        (relation.Name == Name && relation.Accepts(Version)) || Provides.Any(relation.AcceptsProvided);

    /// <summary>True when this package refuses the other one; no package refuses itself.</summary>
    public PackageRelation? FindRefusalOf(PackageRecord other) =>
        other.Name == Name ? null : Refusals.FirstOrDefault(other.Satisfies);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Version}";
}
