using System.Collections.Immutable;

namespace Avocado.Packages.Resolving;

/// <summary>A package that was chosen.</summary>
/// <param name="Record">The package.</param>
/// <param name="Why">Why it is in which target.</param>
public sealed record ResolvedPackage(PackageRecord Record, ImmutableSortedDictionary<string, string> Why);
