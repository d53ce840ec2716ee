using System.Collections.Immutable;
using Avocado.Images.Model;
using Avocado.Packages;

namespace Avocado.Images.Pipeline;

/// <summary>A project, and where its inputs and outputs are on this host.</summary>
public sealed record BuildRequest
{
    /// <summary>What to build.</summary>
    public required ImageProject Project { get; init; }

    /// <summary>What to resolve packages from.</summary>
    public required PackageInputs Packages { get; init; }

    /// <summary>Keys of the project; empty for the user's development keys.</summary>
    public ImmutableArray<SigningKeyRequest> Keys { get; init; } = [];

    /// <summary>Folder of the user's development key set; null for the default below the user's data folder.</summary>
    public string? DevelopmentKeyFolder { get; init; }

    /// <summary>Full path of <c>bin/&lt;configuration&gt;/&lt;board&gt;/</c>.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Full path of <c>obj/&lt;configuration&gt;/&lt;board&gt;/</c>.</summary>
    public required string IntermediateFolder { get; init; }

    /// <summary>How many threads may work; never changes a byte.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
