using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Tests.Gpt;

/// <summary>A disk like the product's, small.</summary>
internal static class GptTestDisk
{
    public static SeededIds Ids { get; } = new(Guid.Parse("11111111-2222-3333-4444-555555555555"));

    public static byte[] EspContent { get; } = Bytes(1, 70_000);

    public static byte[] RootContent { get; } = Bytes(2, 8192);

    public static GptLayout Layout(int sectorSize = 512, int alignment = 1 << 20, long? totalSize = 8 << 20) =>
        GptLayout.Create(
            new GptOptions { DiskId = Ids.Disk, SectorSize = sectorSize, Alignment = alignment, TotalSize = totalSize },
            [
                new PlannedPartition
                {
                    Type = PartitionTypes.Esp,
                    Id = Ids.Partition(PartitionTypes.Esp),
                    Name = "esp",
                    Size = 1 << 20,
                    Content = new BytesSegment(EspContent),
                },
                new PlannedPartition
                {
                    Type = PartitionTypes.X64.Root.Data,
                    Id = Ids.Partition(PartitionTypes.X64.Root.Data),
                    Name = "avocado_1.0.0~rc1 ä€😀",
                    Attributes = GptAttributes.ReadOnly,
                    Content = new BytesSegment(RootContent),
                },
                new PlannedPartition
                {
                    Type = PartitionTypes.X64.Root.Data,
                    Id = Ids.Partition(PartitionTypes.X64.Root.Data, 1),
                    Name = "_empty",
                    Size = 100_000,
                    Attributes = GptAttributes.ReadOnly | GptAttributes.GrowFileSystem,
                },
            ]);

    public static byte[] Image(ISegment segment)
    {
        using var stream = new MemoryStream();
        var output = new StreamOutput(stream);
        segment.WriteTo(output, CancellationToken.None);
        output.Complete();
        Assert.Equal(segment.Length, stream.Length);
        return stream.ToArray();
    }

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
