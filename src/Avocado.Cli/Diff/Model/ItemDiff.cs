using System.Collections.Immutable;

namespace Avocado.Cli.Diff.Model;

/// <summary>Something that was added, removed or changed.</summary>
internal sealed record ItemDiff
{
    /// <summary>A path, label, package, section, word or certificate.</summary>
    public required string Name { get; init; }

    public required ChangeKind Change { get; init; }

    /// <summary>Bytes in the old image, where it has a size.</summary>
    public long? OldSize { get; init; }

    /// <summary>Bytes in the new image.</summary>
    public long? NewSize { get; init; }

    /// <summary>What differs; of what was added or removed, what is worth knowing.</summary>
    public ImmutableArray<FieldDiff> Fields { get; init; } = [];
}
