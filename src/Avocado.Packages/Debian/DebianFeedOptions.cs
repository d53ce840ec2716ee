using Avocado.Packages.Debian.Apt;

namespace Avocado.Packages.Debian;

/// <summary>What a Debian feed takes from its surroundings.</summary>
public sealed record DebianFeedOptions
{
    /// <summary>Debian's public archive of every state it ever had.</summary>
    public static Uri PublicSnapshots { get; } = new("https://snapshot.debian.org/");

    /// <summary>The host's mirrors; read when a feed without a Uri first needs them.</summary>
    public Func<AptConfiguration> Apt { get; init; } = () => AptConfiguration.Load();

    /// <summary>The snapshot service to fall back to; null for none.</summary>
    public Uri? Snapshots { get; init; } = PublicSnapshots;

    /// <summary>The clock that release files are judged by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
