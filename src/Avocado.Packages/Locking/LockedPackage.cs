using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Packages.Locking;

/// <summary>A package that was chosen, as the lock file has it.</summary>
public sealed record LockedPackage
{
    /// <summary>The package's name.</summary>
    public required string Name { get; init; }

    /// <summary>The package's version.</summary>
    public required string Version { get; init; }

    /// <summary>The processor it is for, or "all".</summary>
    public required string Architecture { get; init; }

    /// <summary>The archive's length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The archive's SHA-256.</summary>
    public required Sha256Digest Sha256 { get; init; }

    /// <summary>The feed it comes from.</summary>
    public required string Feed { get; init; }

    /// <summary>The suite of the feed it comes from.</summary>
    public required string Suite { get; init; }

    /// <summary>The archive's path below the base of whatever mirror: locks name no mirror.</summary>
    public required string Path { get; init; }

    /// <summary>Why it is in which target: "/" is the root file system, other names are extensions.</summary>
    public required ImmutableSortedDictionary<string, string> Why { get; init; }

    /// <summary>True when it goes into an extension, or into the root file system for null.</summary>
    public bool IsIn(string? extension) => Why.ContainsKey(extension ?? PackageRequest.RootTarget);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Version}";
}
