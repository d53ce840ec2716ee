using System.Collections.Immutable;
using Avocado.Files.Diagnostics;
using Avocado.Packages.Locking;

namespace Avocado.Packages;

/// <summary>What one board of a project wants to have locked.</summary>
public sealed record ResolveRequest
{
    /// <summary>The board; the lock file has one section for each.</summary>
    public required string Board { get; init; }

    /// <summary>The architecture as packages name it: "amd64".</summary>
    public required string Architecture { get; init; }

    /// <summary>The feeds, in the order of the project.</summary>
    public required ImmutableArray<FeedDescription> Feeds { get; init; }

    /// <summary>The packages the project asks for.</summary>
    public required ImmutableArray<PackageRequest> Packages { get; init; }

    /// <summary>Packages to leave out.</summary>
    public ImmutableArray<string> Excluded { get; init; } = Resolving.ExcludedPackages.Default;

    /// <summary>
    /// Features of .note.dlopen whose libraries are taken although programs only suggest them, such as "tpm" for
    /// boards that have one. Required and recommended libraries are always taken.
    /// </summary>
    public ImmutableArray<string> LibraryFeatures { get; init; } = [];

    /// <summary>The version of the .NET SDK that builds.</summary>
    public required string DotNetSdkVersion { get; init; }

    /// <summary>Versions of runtime packs by their names.</summary>
    public ImmutableSortedDictionary<string, string> RuntimePacks { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The release that the image is based on; null for none. It decides no package.</summary>
    public LockedBase? Base { get; init; }

    /// <summary>Where the project names it.</summary>
    public SourceLocation? BaseLocation { get; init; }
}
