using System.Collections.Immutable;
using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs.Reuse;

namespace Avocado.Formats.SquashFs;

/// <summary>What was written.</summary>
public sealed record SquashFsResult
{
    /// <summary>Length of the file system in bytes.</summary>
    public required long BytesUsed { get; init; }

    /// <summary><see cref="BytesUsed"/> padded to 4 KiB: how many bytes were written.</summary>
    public required long Length { get; init; }

    /// <summary>How many inodes there are; names of hard links share one.</summary>
    public required int InodeCount { get; init; }

    /// <summary>Bytes of all regular files, hard links counted once.</summary>
    public required long UncompressedBytes { get; init; }

    /// <summary>One extent per name of a regular file, in the tree's order.</summary>
    public required ImmutableArray<SquashFsExtent> Files { get; init; }

    /// <summary>The fragment blocks, by index.</summary>
    public required ImmutableArray<SquashFsFragment> Fragments { get; init; }

    /// <summary>What a later image can take over; null unless <see cref="SquashFsOptions.IndexBlocks"/> asks.</summary>
    public BlockIndex? Blocks { get; init; }

    /// <summary>Data that lies where <see cref="SquashFsOptions.Base"/> has it, in order; none without a base.</summary>
    public IReadOnlyList<ByteRange> Kept { get; init; } = [];

    /// <summary>Bytes of <see cref="UncompressedBytes"/> whose blocks were compressed, not taken over.</summary>
    public long EncodedBytes { get; init; }
}
