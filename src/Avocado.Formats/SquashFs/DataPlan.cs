using System.Runtime.ExceptionServices;
using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>Which data an image holds: each different content once, in the order of the tree.</summary>
internal sealed class DataPlan
{
    private DataPlan(List<StoredFile> files, long contentBytes)
    {
        Files = files;
        StoredBytes = files.Sum(f => f.Length);
        ContentBytes = contentBytes;
    }

    /// <summary>The files to store.</summary>
    public List<StoredFile> Files { get; }

    /// <summary>Uncompressed bytes to store.</summary>
    public long StoredBytes { get; }

    /// <summary>Bytes of all files, duplicates counted each time, hard links once.</summary>
    public long ContentBytes { get; }

    /// <summary>Gives every file inode of <paramref name="inodes"/> its data.</summary>
    public static DataPlan Of(InodePlan inodes, SquashFsOptions options, CancellationToken cancellation)
    {
        List<InodeNode> nodes = [.. inodes.Files.Where(n => ReferenceEquals(n.Entry, n.Inode.Entry))
            .Select(n => n.Inode).Where(n => n.Entry.Content.Size > 0)];
        Dictionary<InodeNode, Sha256Digest> digests = DigestsOfEqualSizes(nodes, options.Threads, cancellation);
        var files = new List<StoredFile>();
        var byContent = new Dictionary<(long, Sha256Digest), StoredFile>();
        foreach (InodeNode node in nodes)
        {
            bool mayRepeat = digests.TryGetValue(node, out Sha256Digest digest);
            if (mayRepeat && byContent.TryGetValue((node.Entry.Content.Size, digest), out StoredFile? same))
            {
                node.File = same;
                continue;
            }
            node.File = new StoredFile(node.Entry, options)
            {
                ContentDigest = mayRepeat ? digest : node.Entry.Content.Digest,
            };
            files.Add(node.File);
            if (mayRepeat)
            {
                byContent.Add((node.Entry.Content.Size, digest), node.File);
            }
        }
        return new DataPlan(files, nodes.Sum(n => n.Entry.Content.Size));
    }

    /// <summary>
    /// The digests of files that may be duplicates. Only a file whose size another one shares is read for it, and
    /// only when nobody knew its digest before.
    /// </summary>
    private static Dictionary<InodeNode, Sha256Digest> DigestsOfEqualSizes(
        List<InodeNode> nodes, int threads, CancellationToken cancellation)
    {
        var sizes = new Dictionary<long, int>();
        foreach (InodeNode node in nodes)
        {
            sizes[node.Entry.Content.Size] = sizes.GetValueOrDefault(node.Entry.Content.Size) + 1;
        }
        InodeNode[] candidates = [.. nodes.Where(n => sizes[n.Entry.Content.Size] > 1)];
        var digests = new Sha256Digest[candidates.Length];
        var errors = new ExceptionDispatchInfo?[candidates.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, candidates.Length, parallel, (i, state) =>
        {
            try
            {
                digests[i] = StoredFile.Digest(candidates[i].Entry);
            }
            catch (Exception error)
            {
                // Rethrown below, so that the same file is named whichever worker was first.
                errors[i] = ExceptionDispatchInfo.Capture(error);
                state.Break();
            }
        });
        errors.FirstOrDefault(e => e is not null)?.Throw();
        return candidates.Zip(digests).ToDictionary(p => p.First, p => p.Second);
    }
}
