using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>A boot mode.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsDefault">Booted when nothing else is said.</param>
/// <param name="Extensions">What it merges, in order.</param>
internal sealed record ModeReport(string Name, bool IsDefault, ImmutableArray<ModeExtensionReport> Extensions);
