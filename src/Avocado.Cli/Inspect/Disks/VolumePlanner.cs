using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Formats.Identifiers;

namespace Avocado.Cli.Inspect.Disks;

/// <summary>
/// Finds out which partitions belong together: by the root hash, whose halves are their ids; else by the order of the
/// table, as partitioning tools write it.
/// </summary>
/// <param name="partitions">All partitions.</param>
/// <param name="rootHashOf">The root hash of the tree in a partition, where it can be computed from the tree.</param>
internal sealed class VolumePlanner(
    ImmutableArray<DiskPartition> partitions, Func<DiskPartition, Sha256Digest?> rootHashOf)
{
    /// <summary>The file systems, in the order of the table.</summary>
    public ImmutableArray<VolumePlan> Plan()
    {
        DiskPartition[] used = [.. partitions.Where(p => !p.IsFree && !p.IsBoot)];
        var hashes = new Dictionary<DiskPartition, DiskPartition>();
        foreach (DiskPartition hash in used.Where(p => p.Part == VerityPart.Hash))
        {
            DiskPartition[] candidates =
                [.. used.Where(p => p.Part == VerityPart.Data && Matches(p, hash) && !hashes.ContainsKey(p))];
            if ((ByRootHash(candidates, hash) ?? ByOrder(candidates, hash)) is { } data)
            {
                hashes.Add(data, hash);
            }
        }
        var signatures = new Dictionary<DiskPartition, DiskPartition>();
        foreach (DiskPartition signature in used.Where(p => p.Part == VerityPart.Signature))
        {
            DiskPartition[] candidates =
                [.. used.Where(p => p.Part == VerityPart.Data && Matches(p, signature) && !signatures.ContainsKey(p))];
            if (ByOrder(candidates, signature) is { } data)
            {
                signatures.Add(data, signature);
            }
        }
        return
        [
            .. used.Where(p => p.Part == VerityPart.Data && IsFileSystem(p, hashes)).Select(p =>
                new VolumePlan(p, hashes.GetValueOrDefault(p), signatures.GetValueOrDefault(p))),
        ];
    }

    /// <summary>Nothing is said of unknown content, unless something protects it.</summary>
    private static bool IsFileSystem(
        DiskPartition partition, Dictionary<DiskPartition, DiskPartition> hashes) =>
        partition.Role is { Family: not null } || partition.Content == ContentProbe.SquashFs
        || hashes.ContainsKey(partition);

    private DiskPartition? ByRootHash(DiskPartition[] candidates, DiskPartition hash)
    {
        if (rootHashOf(hash) is not { } rootHash)
        {
            return null;
        }
        Guid id = SeededIds.VerityPartitions(rootHash).Data;
        return candidates.FirstOrDefault(c => c.Entry.Id == id);
    }

    /// <summary>The nearest one before it, else the first behind it.</summary>
    private static DiskPartition? ByOrder(DiskPartition[] candidates, DiskPartition partition) =>
        candidates.LastOrDefault(c => c.Number < partition.Number) ?? candidates.FirstOrDefault();

    private static bool Matches(DiskPartition data, DiskPartition other) => data.Role?.Family == other.Role?.Family;
}
