using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.Composition;

/// <summary>A package as it goes into a tree.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Entries">Its files, as its archive has them, with the package as origin.</param>
/// <param name="Replaces">
/// Names of packages whose files it may replace; version conditions are already decided, because the lock fixes all
/// versions.
/// </param>
public sealed record ComposedPackage(
    string Name, string Version, ImmutableArray<Entry> Entries, IReadOnlySet<string> Replaces);
