using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>What os-release says.</summary>
/// <param name="Name">IMAGE_ID, else ID.</param>
/// <param name="Version">IMAGE_VERSION, else VERSION_ID.</param>
/// <param name="PrettyName">PRETTY_NAME.</param>
/// <param name="Fields">All of it.</param>
internal sealed record IdentityReport(
    string? Name, string? Version, string? PrettyName, ImmutableSortedDictionary<string, string> Fields);
