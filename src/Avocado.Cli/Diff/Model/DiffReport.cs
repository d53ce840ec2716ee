using System.Collections.Immutable;
using Avocado.Cli.Inspect.Model;

namespace Avocado.Cli.Diff.Model;

/// <summary>
/// What <c>avocado diff</c> found: the object that <c>--json</c> writes. Fields are only added within a format version;
/// sizes are bytes; what does not apply is left out.
/// </summary>
internal sealed record DiffReport
{
    /// <summary>Raised when a field changes its meaning or goes.</summary>
    public int FormatVersion { get; init; } = 1;

    public required DiffFile Old { get; init; }

    public required DiffFile New { get; init; }

    /// <summary>What both are; unknown for files that are the same, whatever they are.</summary>
    public ImageKind Kind { get; init; }

    /// <summary>True when both have the same bytes. The exit code is 1 when not.</summary>
    public required bool Identical { get; init; }

    /// <summary>Where the first byte is that differs.</summary>
    public long? FirstDifference { get; init; }

    /// <summary>The disk: id, length, sector size.</summary>
    public ImmutableArray<FieldDiff> Disk { get; init; } = [];

    public ImmutableArray<ItemDiff> Partitions { get; init; } = [];

    /// <summary>What is in partitions that both images have.</summary>
    public ImmutableArray<PartDiff> Parts { get; init; } = [];

    /// <summary>What was not looked at, and why.</summary>
    public ImmutableArray<Note> Notes { get; init; } = [];
}
