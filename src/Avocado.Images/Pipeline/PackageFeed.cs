using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Pipeline;

/// <summary>A place packages come from.</summary>
/// <param name="Name">What the project calls it: "debian".</param>
/// <param name="Type">"deb".</param>
/// <param name="Suite">Such as "trixie".</param>
/// <param name="Components">Such as "main"; empty for the feed type's default.</param>
/// <param name="Uri">As the project writes it, escapes kept; null for this host's own configuration.</param>
/// <param name="Keyring">Full path of the keys to trust; null for those that ship with the SDK.</param>
/// <param name="Location">Where the project says it.</param>
public sealed record PackageFeed(
    string Name,
    string Type,
    string Suite,
    ImmutableArray<string> Components,
    string? Uri,
    string? Keyring,
    SourceLocation? Location = null);
