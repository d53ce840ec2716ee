using Avocado.Formats.Segments;

namespace Avocado.Formats.Gpt;

/// <summary>A partition before it has a place.</summary>
public sealed record PlannedPartition
{
    /// <summary>What it is for; see <see cref="PartitionTypes"/>.</summary>
    public required Guid Type { get; init; }

    /// <summary>Its own GUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>Label, at most 36 UTF-16 units.</summary>
    public required string Name { get; init; }

    /// <summary>Length in bytes; rounded up to 4096. Null for the length of the content.</summary>
    public long? Size { get; init; }

    /// <summary>Flags.</summary>
    public GptAttributes Attributes { get; init; }

    /// <summary>What it starts with; the rest is a hole. Null for an empty partition.</summary>
    public ISegment? Content { get; init; }
}
