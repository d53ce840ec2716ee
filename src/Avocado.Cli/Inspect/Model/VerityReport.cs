using System.Collections.Immutable;

namespace Avocado.Cli.Inspect.Model;

/// <summary>The dm-verity protection of a file system.</summary>
internal sealed record VerityReport
{
    /// <summary>Whether every block matches the tree, and the tree whatever names its root hash.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The root hash that the tree comes to; null when it could not be read.</summary>
    public string? RootHash { get; init; }

    /// <summary>What names a root hash for this file system, and whether it is the tree's.</summary>
    public ImmutableArray<RootHashClaim> Claims { get; init; } = [];

    /// <summary>The superblock's UUID.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>Bytes of a block.</summary>
    public int? BlockSize { get; init; }

    /// <summary>How many blocks are protected.</summary>
    public long? DataBlocks { get; init; }

    /// <summary>Hexadecimal.</summary>
    public string? Salt { get; init; }

    /// <summary>What is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>The signature over the root hash; null where nothing could hold one.</summary>
    public SignatureReport? Signature { get; init; }
}
