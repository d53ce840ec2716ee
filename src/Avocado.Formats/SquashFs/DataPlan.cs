using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// The files that have data, and what is known about which of them are equal before any is read. Whether small files
/// are equal is found when they are read to be stored.
/// </summary>
internal sealed class DataPlan
{
    private readonly HashSet<long> _repeatedSizes = [];
    private readonly Dictionary<InodeNode, Sha256Digest> _digests = [];
    private readonly int _blockSize;

    private DataPlan(List<InodeNode> files, int blockSize)
    {
        Files = files;
        _blockSize = blockSize;
        var sizes = new HashSet<long>();
        foreach (InodeNode file in files)
        {
            long size = file.Entry.Content.Size;
            ContentBytes += size;
            if (!sizes.Add(size))
            {
                _repeatedSizes.Add(size);
            }
        }
    }

    /// <summary>Every file inode that has bytes, in the order of the tree.</summary>
    public List<InodeNode> Files { get; }

    /// <summary>Bytes of all files, duplicates counted each time, hard links once.</summary>
    public long ContentBytes { get; }

    /// <summary>How many files have a size that another one has too.</summary>
    public int RepeatCount => Files.Count(MayRepeat);

    /// <summary>What to store of <paramref name="inodes"/>.</summary>
    public static DataPlan Of(InodePlan inodes, SquashFsOptions options, CancellationToken cancellation) =>
        Of(inodes.FilesWithBytes(), options, cancellation);

    /// <summary>What to store of files that have bytes.</summary>
    public static DataPlan Of(List<InodeNode> files, SquashFsOptions options, CancellationToken cancellation)
    {
        var plan = new DataPlan(files, options.BlockSize);
        plan.HashLargeFiles(options.Threads, cancellation);
        return plan;
    }

    private bool IsSmall(InodeNode file) => file.Entry.Content.Size <= _blockSize;

    /// <summary>True when a file is read before its turn: a small one of unknown content.</summary>
    public bool IsReadAhead(InodeNode file) => IsSmall(file) && file.Entry.Content.Digest is null;

    /// <summary>True when another file has the same size.</summary>
    public bool MayRepeat(InodeNode file) => _repeatedSizes.Contains(file.Entry.Content.Size);

    /// <summary>The digest, where it is known.</summary>
    public Sha256Digest? DigestOf(InodeNode file) =>
        file.Entry.Content.Digest ?? (_digests.TryGetValue(file, out Sha256Digest digest) ? digest : null);

    /// <summary>
    /// Large files of equal sizes are read once more than the others: what lies before them must be placed before
    /// it is known whether they take any room.
    /// </summary>
    private void HashLargeFiles(int threads, CancellationToken cancellation)
    {
        InodeNode[] candidates = [.. Files.Where(f => !IsSmall(f) && MayRepeat(f) && f.Entry.Content.Digest is null)];
        Sha256Digest[] digests = OrderedParallel.Compute(
            candidates.Length, threads, i => StoredFile.Digest(candidates[i].Entry), cancellation);
        for (int i = 0; i < candidates.Length; i++)
        {
            _digests.Add(candidates[i], digests[i]);
        }
    }
}
