using System.Collections.Immutable;

namespace Avocado.Cli.Diff.Model;

/// <summary>A part that both images have and that is not the same in both.</summary>
internal sealed record PartDiff
{
    /// <summary>Where it is in the new image: partitions and paths, from the outside in.</summary>
    public required string Name { get; init; }

    public required PartKind Kind { get; init; }

    /// <summary>What it says of itself: os-release, root hash, kernel version, how it is compressed.</summary>
    public ImmutableArray<FieldDiff> Fields { get; init; } = [];

    /// <summary>Packages by name, with their versions.</summary>
    public ImmutableArray<ItemDiff> Packages { get; init; } = [];

    /// <summary>Files by path.</summary>
    public ImmutableArray<ItemDiff> Files { get; init; } = [];

    /// <summary>Sections of an EFI executable.</summary>
    public ImmutableArray<ItemDiff> Sections { get; init; } = [];

    /// <summary>Words of a kernel command line.</summary>
    public ImmutableArray<ItemDiff> CommandLine { get; init; } = [];

    /// <summary>Who signed it, and whom it makes others trust.</summary>
    public ImmutableArray<ItemDiff> Keys { get; init; } = [];

    /// <summary>True when nothing was found.</summary>
    internal bool IsEmpty => Fields.IsEmpty && Packages.IsEmpty && Files.IsEmpty && Sections.IsEmpty
        && CommandLine.IsEmpty && Keys.IsEmpty;
}
