using System.Buffers;
using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Fat;

/// <summary>
/// A FAT32 volume: laid out when it is made, written in one forward pass with holes for free space. Every file lies
/// in consecutive clusters, in byte order of the paths; the same input gives the same bytes.
/// </summary>
public sealed partial class FatWriter : ISegment
{
    private const uint EndOfChain = 0x0FFFFFFF;
    private const uint MediaEntry = 0x0FFFFFF8;
    private const int MaxDirectoryLength = 2 << 20;
    private const string NoLabel = "NO NAME";

    private readonly FatOptions _options;
    private readonly FatGeometry _geometry;
    private readonly List<FatTreeNode> _nodes;
    private readonly long _usedClusters;

    /// <summary>Lays a volume out.</summary>
    /// <param name="options">Size and ids.</param>
    /// <param name="files">Files and empty folders; missing parents are made.</param>
    /// <exception cref="AvocadoException">AVO0203: something does not fit or cannot be said in FAT.</exception>
    public FatWriter(FatOptions options, IEnumerable<FatFile> files)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(files);
        if (!LabelPattern().IsMatch(options.Label) || options.Label == NoLabel)
        {
            throw Codes.FormatLimit.Error("a FAT volume",
                $"the label '{options.Label}'; use up to 11 upper-case letters, digits, '-' and '_'");
        }
        _options = options;
        _geometry = FatGeometry.For(options.Size);
        _nodes = FatTree.Build(files);
        _usedClusters = Allocate();
    }

    /// <inheritdoc/>
    public long Length => _geometry.TotalSectors * _geometry.SectorSize;

    /// <summary>Bytes of clusters that no file takes.</summary>
    public long FreeSpace => (_geometry.ClusterCount - _usedClusters) * _geometry.ClusterSize;

    /// <inheritdoc/>
    public void WriteTo(IImageOutput output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        long origin = output.Position;
        WriteReserved(output, origin);
        for (int fat = 0; fat < _geometry.FatCount; fat++)
        {
            WriteFat(output);
            long end = (_geometry.ReservedSectors + (fat + 1) * _geometry.FatSectors) * _geometry.SectorSize;
            output.Skip(origin + end - output.Position);
        }
        foreach (FatTreeNode node in _nodes.Where(n => n.ClusterCount > 0))
        {
            cancellation.ThrowIfCancellationRequested();
            ISegment segment = node.Content is { } content
                ? new ContentSegment(content)
                : new BytesSegment(DirectoryBytes(node));
            segment.WriteTo(output, cancellation);
            long end = _geometry.OffsetOf(node.FirstCluster) + node.ClusterCount * _geometry.ClusterSize;
            output.Skip(origin + end - output.Position);
        }
        output.Skip(origin + Length - output.Position);
    }

    [GeneratedRegex("^([A-Z0-9_-]([A-Z0-9_ -]{0,9}[A-Z0-9_-])?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex LabelPattern();

    /// <summary>Gives every node its clusters; returns how many are used.</summary>
    private long Allocate()
    {
        long next = 0;
        foreach (FatTreeNode node in _nodes)
        {
            long length = node.Content?.Size ?? DirectoryLength(node);
            if (node.IsDirectory && length > MaxDirectoryLength)
            {
                throw Codes.FormatLimit.Error("a FAT directory", $"the {node.Children.Count} names in '{node.Name}'");
            }
            node.ClusterCount = _geometry.ClustersFor(length);
            // The check below covers numbers that were cut here.
            node.FirstCluster = node.ClusterCount == 0 ? 0 : unchecked((uint)(FatGeometry.FirstCluster + next));
            next += node.ClusterCount;
        }
        return next <= _geometry.ClusterCount
            ? next
            : throw Codes.FormatLimit.Error("the FAT volume",
                $"its files need {next * _geometry.ClusterSize} bytes, "
                + $"{_geometry.ClusterCount * _geometry.ClusterSize} are there; make it larger or remove files");
    }

    private void WriteReserved(IImageOutput output, long origin)
    {
        var boot = new byte[FatBootSector.Size];
        string label = _options.Label.Length == 0 ? NoLabel : _options.Label;
        new FatBootSector(_geometry, _nodes[0].FirstCluster, _options.VolumeId, label).Write(boot);
        var info = new byte[FatInfoSector.Size];
        long free = _geometry.ClusterCount - _usedClusters;
        uint next = free == 0 ? FatInfoSector.Unknown : (uint)(FatGeometry.FirstCluster + _usedClusters);
        new FatInfoSector((uint)free, next).Write(info);
        foreach (int sector in new[] { 0, FatBootSector.BackupSector })
        {
            output.Skip(origin + (long)sector * _geometry.SectorSize - output.Position);
            output.Write(boot);
            // The info sector follows the boot sector, and its copy the copy.
            output.Write(info);
        }
        output.Skip(origin + (long)_geometry.ReservedSectors * _geometry.SectorSize - output.Position);
    }

    private void WriteFat(IImageOutput output)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        Append(buffer, MediaEntry);
        Append(buffer, EndOfChain);
        foreach (FatTreeNode node in _nodes)
        {
            for (long i = 1; i <= node.ClusterCount; i++)
            {
                Append(buffer, i == node.ClusterCount ? EndOfChain : (uint)(node.FirstCluster + i));
                if (buffer.WrittenCount == 1 << 16)
                {
                    output.Write(buffer.WrittenSpan);
                    buffer.ResetWrittenCount();
                }
            }
        }
        output.Write(buffer.WrittenSpan);
    }

    private static void Append(ArrayBufferWriter<byte> buffer, uint entry)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.GetSpan(FatGeometry.EntrySize), entry);
        buffer.Advance(FatGeometry.EntrySize);
    }

    private long DirectoryLength(FatTreeNode directory)
    {
        // The root has its label, every other folder its "." and "..".
        long slots = directory.Parent is not null ? 2 : _options.Label.Length > 0 ? 1 : 0;
        slots += directory.Children.Sum(c => 1L + LongSlots(c));
        // An empty root still has its cluster.
        return Math.Max(slots, 1) * FatDirectoryEntry.Size;
    }

    private static int LongSlots(FatTreeNode node) =>
        FatShortNames.IsWhole(node.Name) ? 0 : FatLongName.SlotCount(node.Name);

    private byte[] DirectoryBytes(FatTreeNode directory)
    {
        var bytes = new byte[DirectoryLength(directory)];
        Span<byte> left = bytes;
        FatTime time = FatTime.Of(_options.SourceDate);
        if (directory.Parent is { } parent)
        {
            // ".." of a folder in the root names cluster 0 (FAT specification 6.5).
            Put(ref left, new(".".PadRight(FatBootSector.LabelSize), FatAttributes.Directory,
                directory.FirstCluster, 0, time));
            Put(ref left, new("..".PadRight(FatBootSector.LabelSize), FatAttributes.Directory,
                parent.Parent is null ? 0 : parent.FirstCluster, 0, time));
        }
        else if (_options.Label.Length > 0)
        {
            Put(ref left, new(_options.Label.PadRight(FatBootSector.LabelSize), FatAttributes.VolumeId, 0, 0, time));
        }
        foreach (FatTreeNode child in directory.Children)
        {
            if (LongSlots(child) is var slots and > 0)
            {
                FatLongName.Write(left, child.Name, child.ShortName);
                left = left[(slots * FatDirectoryEntry.Size)..];
            }
            Put(ref left, new(child.ShortName, child.IsDirectory ? FatAttributes.Directory : FatAttributes.Archive,
                child.FirstCluster, (uint)(child.Content?.Size ?? 0), time));
        }
        return bytes;
    }

    private static void Put(ref Span<byte> left, FatDirectoryEntry entry)
    {
        entry.Write(left);
        left = left[FatDirectoryEntry.Size..];
    }
}
