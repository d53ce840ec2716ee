using System.Collections.Immutable;

namespace Avocado.Packages.Debian;

/// <summary>A suite to load.</summary>
/// <param name="Suite">Its name.</param>
/// <param name="Mirrors">Bases to ask, best first.</param>
/// <param name="Fallback">The base to ask when no mirror has it; null for none.</param>
/// <param name="IsRequired">False when a feed without it is complete.</param>
internal sealed record SuiteSource(string Suite, ImmutableArray<Uri> Mirrors, Uri? Fallback, bool IsRequired);
