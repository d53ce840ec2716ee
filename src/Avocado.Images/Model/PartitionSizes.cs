namespace Avocado.Images.Model;

/// <summary>
/// The disk's geometry, in bytes. It is permanent: every later image of the product must fit the slots that the
/// first one laid out, so the sizes are explicit and leave headroom.
/// </summary>
public sealed record PartitionSizes
{
    private const long MiB = 1 << 20;

    /// <summary>EFI system partition: two UKIs, recovery and one staged.</summary>
    public long Esp { get; init; } = 512 * MiB;

    /// <summary>Root file system of one slot.</summary>
    public long Root { get; init; } = 256 * MiB;

    /// <summary>Its hash tree.</summary>
    public long RootVerity { get; init; } = 4 * MiB;

    /// <summary>Extension store of one slot, hash tree not included.</summary>
    public long Store { get; init; } = 256 * MiB;

    /// <summary>Its hash tree.</summary>
    public long StoreVerity { get; init; } = 4 * MiB;

    /// <summary>Extensions of non-production modes.</summary>
    public long Factory { get; init; } = 256 * MiB;

    /// <summary>Free space at the end, where var is made on first boot; it grows with the disk.</summary>
    public long Var { get; init; } = 512 * MiB;
}
