using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Formats.Fat;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;
using Avocado.Images.Disk;

namespace Avocado.Boot.Tests;

/// <summary>A disk image with changed partitions, written anew by the writers that made the first; holes stay holes.</summary>
internal sealed class TestDisk
{
    private readonly GptDisk _table;
    private readonly ImmutableArray<PlannedPartition> _partitions;

    private TestDisk(GptDisk table, ImmutableArray<PlannedPartition> partitions)
    {
        _table = table;
        _partitions = partitions;
    }

    private PlannedPartition Esp => _partitions.Single(partition => partition.Type == PartitionTypes.Esp);

    /// <summary>The disk of an image as it is.</summary>
    public static TestDisk Of(string image)
    {
        using FileStream stream = File.OpenRead(image);
        GptDisk table = GptReader.Read(stream).Disk;
        return new TestDisk(table, [.. table.Partitions.Select(partition => new PlannedPartition
        {
            Type = partition.Type,
            Id = partition.Id,
            Name = partition.Name,
            Size = table.LengthOf(partition),
            Attributes = partition.Attributes,
            Content = new ContentSegment(
                new SliceContent(image, table.OffsetOf(partition), table.LengthOf(partition), digest: null)),
        })]);
    }

    /// <summary>The same with other files on the boot partition.</summary>
    /// <param name="image">The image that the disk was read from.</param>
    /// <param name="change">Makes the new files of the old ones.</param>
    public TestDisk WithBootFiles(string image, Func<IReadOnlyList<FatFile>, IEnumerable<FatFile>> change)
    {
        GptPartition place = _table.Partitions.Single(partition => partition.Type == PartitionTypes.Esp);
        using FileStream stream = File.OpenRead(image);
        var slice = new SliceContent(image, _table.OffsetOf(place), _table.LengthOf(place), digest: null);
        using Stream volume = slice.Open();
        FatReader reader = FatReader.Read(volume);
        FatFile[] files =
        [
            .. reader.Nodes.Where(node => !node.IsDirectory).Select(node => new FatFile(node.Path, Read(reader, node))),
        ];
        var options = new FatOptions
        {
            Size = slice.Size,
            VolumeId = reader.VolumeId,
            Label = reader.Label,
            SourceDate = reader.Nodes.Max(node => node.ModificationTime) ?? 0,
        };
        return With(Esp, Esp with { Content = new FatWriter(options, change(files)) });
    }

    /// <summary>The same with a release in the slot that waits for one.</summary>
    public TestDisk WithSecondSlot(SlotContents slot)
    {
        (Guid rootData, Guid rootHash) = SeededIds.VerityPartitions(slot.Root.RootHash);
        (Guid storeData, Guid storeHash) = SeededIds.VerityPartitions(slot.Store.RootHash);
        ISegment[] contents =
        [
            new ContentSegment(slot.Root.Data), slot.Root.HashTree, slot.RootSignature,
            new ContentSegment(slot.Store.Data), slot.Store.HashTree,
        ];
        PlannedPartition[] empty = [.. _partitions.Where(partition => partition.Name == DeviceDisk.EmptyLabel)];
        Guid[] ids = [rootData, rootHash, empty[2].Id, storeData, storeHash];
        TestDisk disk = this;
        foreach ((PlannedPartition partition, Guid id, ISegment content) in empty.Zip(ids, contents))
        {
            disk = disk.With(partition, partition with { Id = id, Name = slot.Label, Content = content });
        }
        return disk;
    }

    /// <summary>Writes the image.</summary>
    public void WriteTo(string path)
    {
        var options = new GptOptions
        {
            DiskId = _table.DiskId,
            SectorSize = _table.SectorSize,
            TotalSize = _table.SectorCount * _table.SectorSize,
        };
        using FileStream stream = File.Create(path, 1);
        var output = new StreamOutput(stream);
        GptLayout.Create(options, _partitions).WriteTo(output, CancellationToken.None);
        output.Complete();
    }

    private TestDisk With(PlannedPartition old, PlannedPartition changed) =>
        new(_table, _partitions.Replace(old, changed));

    private static Content Read(FatReader reader, FatNode node)
    {
        using Stream file = reader.Open(node);
        var bytes = new byte[node.Size];
        file.ReadExactly(bytes);
        return Content.Bytes(bytes);
    }
}
