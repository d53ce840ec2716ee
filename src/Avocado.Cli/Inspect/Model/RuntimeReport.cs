using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>What a release's runtime.json says of the whole.</summary>
internal sealed record RuntimeReport
{
    public required string ImageId { get; init; }

    public required string ImageVersion { get; init; }

    public required string Board { get; init; }

    public required string Architecture { get; init; }

    public required int SecurityVersion { get; init; }

    public required string LayoutId { get; init; }

    public required string KernelVersion { get; init; }

    /// <summary>Root hash of the root file system that belongs to it.</summary>
    public required string RootHash { get; init; }

    /// <summary>The extensions that belong to it.</summary>
    public required ImmutableArray<RuntimeExtensionReport> Extensions { get; init; }
}
