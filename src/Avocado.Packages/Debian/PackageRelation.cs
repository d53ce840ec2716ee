namespace Avocado.Packages.Debian;

/// <summary>A package as another one names it: in Depends, Conflicts, Provides…</summary>
/// <param name="Name">The package's name, real or virtual.</param>
/// <param name="Qualifier">What follows a ':' after the name ("any", an architecture), or null.</param>
/// <param name="Constraint">The condition on the version, or null.</param>
public sealed record PackageRelation(string Name, string? Qualifier = null, VersionConstraint? Constraint = null)
{
    /// <summary>True when a package of this name with this version is meant.</summary>
    public bool Accepts(DebianVersion version) => Constraint is not { } constraint || constraint.Accepts(version);

    /// <summary>
    /// True when a Provides entry is meant: an entry without a version never meets a condition on the version
    /// (Debian Policy 7.5).
    /// </summary>
    public bool AcceptsProvided(PackageRelation provided) => provided.Name == Name
        && (Constraint is not { } wanted || (provided.Constraint is { } given && wanted.Accepts(given.Version)));

    /// <summary>True when packages of <paramref name="architecture"/> can meet the qualifier.</summary>
    public bool FitsArchitecture(string architecture) =>
        Qualifier is null or "any" or "all" || Qualifier == architecture;

    /// <summary>As control files write it.</summary>
    public override string ToString() =>
        Name + (Qualifier is null ? "" : ":" + Qualifier) + (Constraint is { } c ? " " + c : "");
}
