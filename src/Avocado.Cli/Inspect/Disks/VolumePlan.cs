namespace Avocado.Cli.Inspect.Disks;

/// <summary>The partitions of one file system.</summary>
/// <param name="Data">The file system.</param>
/// <param name="Hash">Its hash tree.</param>
/// <param name="Signature">The signature over the root hash.</param>
internal sealed record VolumePlan(DiskPartition Data, DiskPartition? Hash, DiskPartition? Signature)
{
    /// <summary>Those of them that are there.</summary>
    public IEnumerable<DiskPartition> All => new[] { Data, Hash, Signature }.OfType<DiskPartition>();
}
