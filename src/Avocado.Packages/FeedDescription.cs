using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages;

/// <summary>A package feed as the project describes it.</summary>
/// <param name="Name">The item's name; locks and messages use it.</param>
/// <param name="Type">The kind of feed: "deb".</param>
/// <param name="Suite">
/// One suite, or several separated by blanks, the main one first: its release date is the image's source date.
/// One suite without a Uri also takes the suite's updates and security updates, where the host's mirrors have them.
/// </param>
/// <param name="Components">The components to take; "main" when empty.</param>
/// <param name="Uri">The archive's base, or null for the mirrors of this host.</param>
/// <param name="SignedBy">Full path of a keyring, or null for the keys of the Debian archive.</param>
/// <param name="SourceLocation">Where the project says so.</param>
public sealed record FeedDescription(
    string Name,
    string Type,
    string Suite,
    ImmutableArray<string> Components,
    Uri? Uri = null,
    string? SignedBy = null,
    SourceLocation? SourceLocation = null)
{
    /// <summary>The suites in the order the project names them.</summary>
    public ImmutableArray<string> Suites =>
        [.. Suite.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The components, with the default when none is given.</summary>
    public ImmutableArray<string> EffectiveComponents =>
        Components.IsDefaultOrEmpty ? ["main"] : Components;
}
