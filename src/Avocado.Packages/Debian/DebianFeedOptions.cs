using Avocado.Packages.Debian.Apt;

namespace Avocado.Packages.Debian;

/// <summary>What a Debian feed takes from its surroundings.</summary>
public sealed record DebianFeedOptions
{
    /// <summary>The host's mirrors; read when a feed without a Uri first needs them.</summary>
    public Func<AptConfiguration> Apt { get; init; } = () => AptConfiguration.Load();

    /// <summary>
    /// Base address of the snapshot service to fall back to, laid out like Debian's (<c>archive/debian/TIME</c> below
    /// it); null for the one that the host's apt names, if it does.
    /// </summary>
    public Uri? Snapshots { get; init; }

    /// <summary>The clock that release files are judged by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
