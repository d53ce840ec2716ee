using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Formats.Deb822;

namespace Avocado.Packages.Caching;

/// <summary>
/// A normalised package: what its index file holds. File contents lie in the contents file beside it.
/// </summary>
internal sealed record PackageItem
{
    /// <summary>The control paragraph.</summary>
    public required Deb822Paragraph Control { get; init; }

    /// <summary>Files that belong to the device's administrator.</summary>
    public required ImmutableArray<UnixPath> ConfigurationFiles { get; init; }

    /// <summary>Every path, in byte order, the root left out.</summary>
    public required ImmutableArray<ItemEntry> Entries { get; init; }

    /// <summary>Libraries that its programs open at run time.</summary>
    public required ImmutableArray<LibraryNeed> LibraryNeeds { get; init; }

    /// <summary>Length of the contents file in bytes.</summary>
    public required long ContentsLength { get; init; }
}
