using System.Collections.Immutable;
using Avocado.Images.Composition;
using Avocado.Images.Model;
using Avocado.Packages.Caching;

namespace Avocado.Images.Pipeline;

/// <summary>The packages of an image, opened from the cache.</summary>
internal sealed record ImagePackages
{
    /// <summary>The target of the board's boot packages in locks; no extension can have this name.</summary>
    public const string BootTarget = "@boot";

    /// <summary>In the root file system.</summary>
    public required ImmutableArray<ComposedPackage> Root { get; init; }

    /// <summary>Kernel, loader and stubs: inputs of the boot flow.</summary>
    public required ImmutableArray<ComposedPackage> Boot { get; init; }

    /// <summary>In extensions, by name.</summary>
    public required ImmutableDictionary<string, ImmutableArray<ComposedPackage>> Extensions { get; init; }

    /// <summary>Where results of steps are kept for all projects.</summary>
    public required ContentStore Store { get; init; }

    /// <summary>Seconds since 1970, from the lock.</summary>
    public required long SourceDate { get; init; }

    /// <summary>The release that the image is based on, as it is locked; null for none.</summary>
    public BaseImage? BaseImage { get; init; }

    /// <summary>The package that has a library, for messages; null when none is known.</summary>
    public required Func<string, string?> FindLibrary { get; init; }
}
