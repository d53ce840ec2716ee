using System.Collections.Immutable;
using Avocado.Files;

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

    /// <summary>
    /// <see cref="Files"/> as a tree's file keeps it: a file's own blocks, then the block it shares; nothing for
    /// files without bytes on disk.
    /// </summary>
    public IReadOnlyDictionary<UnixPath, ImmutableArray<FileExtent>> ToExtents()
    {
        var extents = new Dictionary<UnixPath, ImmutableArray<FileExtent>>(Files.Length);
        foreach (SquashFsExtent file in Files)
        {
            ImmutableArray<FileExtent> own = file.StoredLength > 0 ? [new(file.Start, file.StoredLength)] : [];
            if (file.Fragment >= 0)
            {
                SquashFsFragment shared = Fragments[file.Fragment];
                own = own.Add(new FileExtent(shared.Start, shared.StoredLength, file.FragmentOffset));
            }
            if (!own.IsEmpty)
            {
                extents.Add(file.Path, own);
            }
        }
        return extents;
    }
}
