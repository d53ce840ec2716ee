using System.Collections.Immutable;

namespace Avocado.Images.Pipeline;

/// <summary>What a build made.</summary>
/// <param name="Outputs">Full paths of every file in the output folder, in the order in which they were made.</param>
public sealed record BuildOutcome(ImmutableArray<string> Outputs);
