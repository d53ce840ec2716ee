using System.Collections.Immutable;

namespace Avocado.Packages.Debian;

/// <summary>One need of a package: any of its alternatives meets it, the first is preferred.</summary>
/// <param name="Kind">The field it stands in.</param>
/// <param name="Alternatives">At least one.</param>
public sealed record Dependency(DependencyKind Kind, ImmutableArray<PackageRelation> Alternatives)
{
    /// <summary>As control files write it.</summary>
    public override string ToString() => string.Join(" | ", Alternatives);
}
