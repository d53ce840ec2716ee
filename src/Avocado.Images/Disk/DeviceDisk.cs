using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;
using Avocado.Images.Model;

namespace Avocado.Images.Disk;

/// <summary>
/// The disk of a device with two slots: boot partition, root A with tree and signature, store A with tree, the same
/// five for B and empty, factory, and free space where var is made on first boot. The geometry is permanent.
/// </summary>
public static class DeviceDisk
{
    /// <summary>The name of a partition that waits for an update.</summary>
    public const string EmptyLabel = "_empty";

    /// <summary>The name of the partition with extensions of other modes.</summary>
    public const string FactoryLabel = "factory";

    /// <summary>Room for a verity signature (16 KiB), rounded to the disk's grain.</summary>
    private const long SignatureSize = 1 << 20;

    /// <summary>Names the geometry: an update fits only devices that were laid out alike.</summary>
    public static string LayoutId(ImageProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        PartitionSizes s = project.Sizes;
        string text = string.Join('/', project.Board.BootFlow, "1",
            s.Esp, s.Root, s.RootVerity, s.Store, s.StoreVerity, s.Factory);
        return Sha256Digest.Of(System.Text.Encoding.ASCII.GetBytes(text)).ToString()[..16];
    }

    /// <summary>Lays the disk out.</summary>
    /// <param name="project">Sizes, seed and architecture.</param>
    /// <param name="boot">The boot partition's file system.</param>
    /// <param name="slot">What slot A holds; B stays empty.</param>
    /// <param name="factory">The factory partition's file system; its hash tree stays out.</param>
    /// <exception cref="AvocadoException">AVO0580: something is larger than its partition.</exception>
    public static GptLayout Create(ImageProject project, ISegment boot, SlotContents slot, VerityVolume factory)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentNullException.ThrowIfNull(factory);
        PartitionSizes sizes = project.Sizes;
        DiscoverableTypes root = PartitionTypes.Find(project.Board.Architecture.SystemdName)!.Root;
        var ids = new SeededIds(project.Seed);
        (Guid rootData, Guid rootHash) = SeededIds.VerityPartitions(slot.Root.RootHash);
        (Guid storeData, Guid storeHash) = SeededIds.VerityPartitions(slot.Store.RootHash);
        SeededIds spare = ids.For("slot-b");

        // A hash tree's room derives from the room for its data: who fits there fits here.
        PlannedPartition Partition(
            Guid type, Guid id, string name, long size, ISegment content, string property,
            GptAttributes attributes = GptAttributes.ReadOnly) =>
            content.Length <= size
                ? new PlannedPartition
                {
                    Type = type,
                    Id = id,
                    Name = name,
                    Size = size,
                    Attributes = attributes,
                    Content = content,
                }
                : throw Codes.LargerThanSlot.ErrorAt(
                    project.SizeLocations.GetValueOrDefault(property), name, property, content.Length, size);

        PlannedPartition[] partitions =
        [
            Partition(PartitionTypes.Esp, ids.Partition(PartitionTypes.Esp), "esp", sizes.Esp, boot, "EspSize",
                GptAttributes.None),
            Partition(root.Data, rootData, slot.Label, sizes.Root, new VolumeSegment(slot.Root), "RootSize"),
            Partition(root.Verity, rootHash, slot.Label, sizes.RootVerity, slot.Root.HashTree, "RootSize"),
            Partition(root.Signature, ids.Partition(root.Signature), slot.Label, SignatureSize, slot.RootSignature, ""),
            Partition(PartitionTypes.Generic, storeData, slot.Label, sizes.Store, new VolumeSegment(slot.Store),
                "StoreSize"),
            Partition(PartitionTypes.Generic, storeHash, slot.Label, sizes.StoreVerity, slot.Store.HashTree,
                "StoreSize"),
            Empty(root.Data, spare.Partition(root.Data), sizes.Root),
            Empty(root.Verity, spare.Partition(root.Verity), sizes.RootVerity),
            Empty(root.Signature, spare.Partition(root.Signature), SignatureSize),
            Empty(PartitionTypes.Generic, spare.Partition(PartitionTypes.Generic), sizes.Store),
            Empty(PartitionTypes.Generic, spare.Partition(PartitionTypes.Generic, 1), sizes.StoreVerity),
            Partition(PartitionTypes.Generic, ids.Partition(PartitionTypes.Generic), FactoryLabel, sizes.Factory,
                new VolumeSegment(factory), "FactorySize"),
        ];
        long used = GptOptions.DiskAlignment + partitions.Sum(partition => AlignUp(partition.Size!.Value));
        return GptLayout.Create(
            new GptOptions { DiskId = ids.Disk, TotalSize = used + AlignUp(sizes.Var) + GptOptions.DiskAlignment },
            partitions);
    }

    private static PlannedPartition Empty(Guid type, Guid id, long size) =>
        new() { Type = type, Id = id, Name = EmptyLabel, Size = size, Attributes = GptAttributes.ReadOnly };

    private static long AlignUp(long size) =>
        (size + GptOptions.DiskAlignment - 1) / GptOptions.DiskAlignment * GptOptions.DiskAlignment;
}
