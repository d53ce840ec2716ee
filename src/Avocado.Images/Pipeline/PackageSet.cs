using System.Collections.Immutable;

namespace Avocado.Images.Pipeline;

/// <summary>Everything a project says about packages; dependencies come from the resolver.</summary>
public sealed record PackageSet
{
    public ImmutableArray<PackageFeed> Feeds { get; init; } = [];

    /// <summary>What goes into the root file system and the extensions, the base system's packages first.</summary>
    public ImmutableArray<FeedPackage> Packages { get; init; } = [];

    /// <summary>Input of the boot flow: has the kernel and its modules, directly or by a dependency.</summary>
    public string? KernelPackage { get; init; }

    /// <summary>Other inputs that are not installed: the boot stub and the loader.</summary>
    public ImmutableArray<string> BootPackages { get; init; } = [];

    /// <summary>Left out although others depend on them.</summary>
    public ImmutableArray<string> Excluded { get; init; } = [];
}
