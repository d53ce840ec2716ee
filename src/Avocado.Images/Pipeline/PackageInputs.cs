using System.Collections.Immutable;
using Avocado.Packages;

namespace Avocado.Images.Pipeline;

/// <summary>What decides which packages an image has, and where they are kept on this host.</summary>
public sealed record PackageInputs
{
    public required ImmutableArray<FeedDescription> Feeds { get; init; }

    /// <summary>What the board and the project ask for.</summary>
    public required ImmutableArray<PackageRequest> Requests { get; init; }

    /// <summary>Dependencies that count as satisfied and are left out.</summary>
    public ImmutableArray<string> Excluded { get; init; } = [];

    /// <summary>Full path of avocado.lock.json.</summary>
    public required string LockFile { get; init; }

    /// <summary>Full path of the shared package cache.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Base address of an archive that replaces the host's mirrors, or null.</summary>
    public Uri? Mirror { get; init; }

    /// <summary>The .NET SDK and runtime packs that publish the apps; locked with the packages.</summary>
    public ImmutableSortedDictionary<string, string> Toolchain { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Seconds since 1970, when the project fixes the source date itself.</summary>
    public long? SourceDate { get; init; }
}
