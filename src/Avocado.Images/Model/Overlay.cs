using Avocado.Files.Diagnostics;

namespace Avocado.Images.Model;

/// <summary>A folder of the user's that is laid over an image.</summary>
/// <param name="HostFolder">Full path on the host.</param>
/// <param name="Name">What messages and origins call it: its path relative to the project.</param>
/// <param name="Into">An extension's name, or null for the root file system.</param>
/// <param name="Replace">May replace files of packages.</param>
/// <param name="ModeRules">
/// For hosts without Unix modes and for explicit modes: patterns relative to the overlay with octal modes, the last
/// match wins.
/// </param>
/// <param name="UseHostModes">Take the executable bit from the host where it has one.</param>
/// <param name="Location">Where the project says it.</param>
public sealed record Overlay(
    string HostFolder,
    string Name,
    string? Into,
    bool Replace,
    System.Collections.Immutable.ImmutableArray<ModeRule> ModeRules,
    bool UseHostModes = true,
    SourceLocation? Location = null);
