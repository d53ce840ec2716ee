using System.Collections.Immutable;

namespace Avocado.Packages.Debian.Apt;

/// <summary>One archive of a host's apt configuration.</summary>
/// <param name="Uri">The archive's base.</param>
/// <param name="Suites">What the host takes from it.</param>
/// <param name="CheckValidUntil">What the entry says about expired release files; null when it says nothing.</param>
public sealed record AptSource(Uri Uri, ImmutableArray<string> Suites, bool? CheckValidUntil)
{
    /// <summary>True when the host takes security updates from it ("trixie-security", once "buster/updates").</summary>
    public bool IsSecurity => Suites.Any(suite =>
        suite.EndsWith("-security", StringComparison.Ordinal) || suite.EndsWith("/updates", StringComparison.Ordinal));
}
