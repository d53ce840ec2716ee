using Avocado.Files;

namespace Avocado.Cli.Inspect.Disks;

/// <summary>A boot image names the root hash of a file system.</summary>
/// <param name="Source">What names it, for people.</param>
/// <param name="RootHash">The root hash.</param>
/// <param name="Data">Id of the partition with the file system.</param>
/// <param name="Hash">Id of the partition with the tree.</param>
/// <param name="IsTrusted">True when a given certificate vouches for the boot image.</param>
/// <param name="Scope">Where findings about it belong.</param>
internal sealed record BootClaim(
    string Source, Sha256Digest RootHash, Guid? Data, Guid? Hash, bool IsTrusted, InspectionScope Scope)
{
    /// <summary>True when it speaks of a pair of partitions.</summary>
    public bool Concerns(Guid data, Guid hash) => Data == data || Hash == hash;
}
