using System.Collections.Immutable;

namespace Avocado.Packages.Resolving;

/// <summary>A need that no package declares: a library that a program opens at run time.</summary>
/// <param name="Target">The target it is needed in, as <see cref="PackageRequest.Target"/> names it.</param>
/// <param name="Owner">The package that needs it.</param>
/// <param name="Packages">Names of packages of which one is enough.</param>
/// <param name="Reason">Why, as the lock file says it.</param>
public sealed record ExtraNeed(string Target, string Owner, ImmutableArray<string> Packages, string Reason);
