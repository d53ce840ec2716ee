using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Formats.Deb822;
using Avocado.Packages.Debian;
using Avocado.Packages.Locking;

namespace Avocado.Packages;

/// <summary>A package's files and what it says of itself, from the cache.</summary>
/// <param name="Package">The locked package.</param>
/// <param name="Control">Its control paragraph.</param>
/// <param name="Entries">
/// Its paths in byte order, with contents that are read from the cache when they are opened.
/// </param>
/// <param name="ConfigurationFiles">Files that belong to the device's administrator (conffiles).</param>
/// <param name="LibraryNeeds">Libraries that its programs open at run time.</param>
public sealed record PackageContents(
    LockedPackage Package,
    Deb822Paragraph Control,
    ImmutableArray<Entry> Entries,
    ImmutableArray<UnixPath> ConfigurationFiles,
    ImmutableArray<LibraryNeed> LibraryNeeds)
{
    /// <summary>True when this package may take over files of the other one (Debian Policy 7.6).</summary>
    public bool Replaces(LockedPackage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return RelationParser.ParseRelations(Control["Replaces"])
            .Any(r => r.Name == other.Name && r.Accepts(new DebianVersion(other.Version)));
    }
}
