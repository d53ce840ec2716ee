using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.Pipeline;

/// <summary>What a build made.</summary>
/// <param name="Artefacts">Every output, in the order they were finished.</param>
/// <param name="RootHash">Of the root file system.</param>
public sealed record BuildOutcome(ImmutableArray<Artefact> Artefacts, Sha256Digest RootHash);
