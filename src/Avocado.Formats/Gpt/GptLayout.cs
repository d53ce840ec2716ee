using System.Collections.Immutable;
using System.Numerics;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Gpt;

/// <summary>
/// A disk that is laid out: every offset is known, and one forward write makes it. Partitions lie in the order given;
/// what no content fills is a hole.
/// </summary>
public sealed class GptLayout : ISegment
{
    // Device mapper and file systems work in blocks of 4096 bytes, also on disks of 512-byte sectors.
    private const int Grain = 4096;

    private readonly ImmutableArray<PlannedPartition> _plan;

    private GptLayout(GptDisk disk, ImmutableArray<PlannedPartition> plan)
    {
        Disk = disk;
        _plan = plan;
    }

    /// <summary>The partition table.</summary>
    public GptDisk Disk { get; }

    /// <inheritdoc/>
    public long Length => Disk.SectorCount * Disk.SectorSize;

    /// <summary>Gives every partition its place.</summary>
    /// <exception cref="AvocadoException">AVO0203: something does not fit.</exception>
    public static GptLayout Create(GptOptions options, IEnumerable<PlannedPartition> partitions)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        ImmutableArray<PlannedPartition> plan = [.. partitions];
        CheckNames(plan);
        int sector = options.SectorSize;
        long tables = GptDisk.EntrySectors(sector);
        long firstUsable = 2 + tables;
        long end = firstUsable * sector;
        var placed = ImmutableArray.CreateBuilder<GptPartition>(plan.Length);
        foreach (PlannedPartition partition in plan)
        {
            long start = RoundUp(end, options.Alignment);
            end = checked(start + SizeOf(partition));
            placed.Add(new GptPartition(partition.Type, partition.Id, start / sector, end / sector - 1,
                partition.Attributes, partition.Name));
        }
        long needed = RoundUp(checked(end + (tables + 1) * sector), Math.Max(options.Alignment, Grain));
        long total = options.TotalSize ?? needed;
        if (total < end + (tables + 1) * sector || total % sector != 0)
        {
            throw Codes.FormatLimit.Error("the disk",
                $"its partitions need {needed} bytes, it has {total} (a multiple of {sector} is needed)");
        }
        long sectors = total / sector;
        return new GptLayout(
            new GptDisk
            {
                SectorSize = sector,
                SectorCount = sectors,
                DiskId = options.DiskId,
                FirstUsableLba = firstUsable,
                LastUsableLba = sectors - tables - 2,
                Partitions = placed.ToImmutable(),
            },
            plan);
    }

    /// <inheritdoc/>
    public void WriteTo(IImageOutput output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        long origin = output.Position;
        Disk.Primary().WriteTo(output, cancellation);
        for (int i = 0; i < _plan.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_plan[i].Content is not { } content)
            {
                continue;
            }
            long start = origin + Disk.OffsetOf(Disk.Partitions[i]);
            output.Skip(start - output.Position);
            content.WriteTo(output, cancellation);
            if (output.Position != start + content.Length)
            {
                throw new InvalidOperationException(
                    $"partition '{_plan[i].Name}' wrote {output.Position - start} bytes of {content.Length}");
            }
        }
        ISegment backup = Disk.Backup();
        output.Skip(origin + Length - backup.Length - output.Position);
        backup.WriteTo(output, cancellation);
    }

    private static void Check(GptOptions options)
    {
        if (options.SectorSize is not (512 or 4096))
        {
            throw new ArgumentException("a sector has 512 or 4096 bytes", nameof(options));
        }
        if (options.Alignment < options.SectorSize || !BitOperations.IsPow2(options.Alignment))
        {
            throw new ArgumentException("the alignment is a power of two of whole sectors", nameof(options));
        }
    }

    private static void CheckNames(ImmutableArray<PlannedPartition> plan)
    {
        if (plan.Length > GptDisk.EntryCount)
        {
            throw Codes.FormatLimit.Error("a partition table",
                $"{plan.Length} partitions, {GptDisk.EntryCount} at most");
        }
        var ids = new HashSet<Guid>();
        foreach (PlannedPartition partition in plan)
        {
            if (partition.Name.Length > GptPartition.MaxNameLength
                || partition.Name.Contains('\0', StringComparison.Ordinal))
            {
                throw Codes.FormatLimit.Error("a partition table",
                    $"the label '{partition.Name}'; a label has at most {GptPartition.MaxNameLength} characters");
            }
            if (partition.Type == Guid.Empty || !ids.Add(partition.Id))
            {
                throw new ArgumentException($"partition '{partition.Name}' has no type or another's id", nameof(plan));
            }
        }
    }

    private static long SizeOf(PlannedPartition partition)
    {
        long content = partition.Content?.Length ?? 0;
        long size = partition.Size ?? content;
        if (content > size || size <= 0)
        {
            throw Codes.FormatLimit.Error($"partition '{partition.Name}'",
                $"the content has {content} bytes, the partition {size}; give it a larger size");
        }
        return RoundUp(size, Grain);
    }

    private static long RoundUp(long value, int multiple) => checked(value + multiple - 1) / multiple * multiple;
}
