using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Fat;

/// <summary>
/// Where the parts of a FAT32 volume are: reserved sectors, the FATs, the clusters. Sectors count from the volume's
/// start, clusters from 2.
/// </summary>
internal readonly record struct FatGeometry(
    int SectorSize, int SectorsPerCluster, int ReservedSectors, int FatCount, long FatSectors, long TotalSectors)
{
    /// <summary>Number of the first cluster.</summary>
    public const uint FirstCluster = 2;

    /// <summary>With fewer clusters a volume is FAT16, whatever its boot sector says.</summary>
    public const long MinClusters = 65525;

    /// <summary>Larger numbers have a meaning of their own in a FAT.</summary>
    public const long MaxClusters = 0x0FFFFFF5;

    /// <summary>Bytes of a FAT entry.</summary>
    public const int EntrySize = sizeof(uint);

    private const int WriterSectorSize = 512;
    private const int WriterReservedSectors = 32;
    private const int WriterFatCount = 2;

    /// <summary>First sector of cluster 2.</summary>
    public long DataSector => ReservedSectors + FatCount * FatSectors;

    /// <summary>How many clusters there are.</summary>
    public long ClusterCount => (TotalSectors - DataSector) / SectorsPerCluster;

    /// <summary>Size of a cluster in bytes.</summary>
    public int ClusterSize => SectorsPerCluster * SectorSize;

    /// <summary>Where a cluster starts, in bytes.</summary>
    public long OffsetOf(uint cluster) =>
        DataSector * SectorSize + (long)(cluster - FirstCluster) * ClusterSize;

    /// <summary>How many clusters a number of bytes takes.</summary>
    public long ClustersFor(long bytes) => (bytes + ClusterSize - 1) / ClusterSize;

    /// <summary>
    /// The geometry of a new volume: 512-byte sectors (firmware refuses larger ones on a disk of 512-byte sectors)
    /// and the cluster size of Microsoft's table (FAT specification 3.5).
    /// </summary>
    /// <exception cref="AvocadoException">AVO0203: no FAT32 volume has this size.</exception>
    public static FatGeometry For(long size)
    {
        long sectors = size / WriterSectorSize;
        if (size % WriterSectorSize != 0 || sectors > uint.MaxValue)
        {
            throw Codes.FormatLimit.Error("a FAT32 volume",
                $"{size} bytes; use a multiple of {WriterSectorSize} below 2 TiB");
        }
        int perCluster = sectors switch
        {
            <= 532480 => 1,
            <= 16777216 => 8,
            <= 33554432 => 16,
            <= 67108864 => 32,
            _ => 64,
        };
        // A FAT must have an entry for every cluster that is left beside the FATs, and two more.
        int perFatSector = WriterSectorSize / EntrySize;
        long divisor = (long)perFatSector * perCluster + WriterFatCount;
        long fat = (sectors - WriterReservedSectors + FirstCluster * perCluster + divisor - 1) / divisor;
        // Clusters stay aligned to their size when both FATs are.
        fat = (fat + perCluster - 1) / perCluster * perCluster;
        var geometry = new FatGeometry(
            WriterSectorSize, perCluster, WriterReservedSectors, WriterFatCount, fat, sectors);
        return geometry.ClusterCount >= MinClusters
            ? geometry
            : throw Codes.FormatLimit.Error("a FAT32 volume",
                $"{size} bytes are too few; it needs {MinClusters} clusters, about 32.6 MiB");
    }
}
