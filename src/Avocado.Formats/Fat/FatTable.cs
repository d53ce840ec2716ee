using System.Buffers.Binary;
using System.Collections;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Segments;

namespace Avocado.Formats.Fat;

/// <summary>
/// The first FAT of a volume that is read. A cluster belongs to one chain: loops and cross-links are damage, so that
/// no chain is longer than the volume.
/// </summary>
internal sealed class FatTable(Stream volume, FatGeometry geometry)
{
    private const int PageSize = 4096;
    private const uint Mask = 0x0FFFFFFF;
    private const uint FirstEnd = 0x0FFFFFF8;

    private readonly byte[] _page = new byte[PageSize];
    private readonly BitArray _taken = new(checked((int)(geometry.ClusterCount + FatGeometry.FirstCluster)));
    private long _pageNumber = -1;

    /// <summary>The runs of a chain, cut to a number of bytes.</summary>
    /// <param name="first">Its first cluster.</param>
    /// <param name="length">Bytes that it must hold exactly; null for all clusters of the chain.</param>
    /// <param name="maxLength">More bytes are damage.</param>
    /// <exception cref="DamagedFormatException">The chain is no chain.</exception>
    public StreamRun[] Follow(uint first, long? length, long maxLength)
    {
        var runs = new List<StreamRun>();
        long total = 0;
        for (uint? cluster = first; cluster is { } current; cluster = Next(current))
        {
            Take(current);
            total += geometry.ClusterSize;
            if (total > maxLength || total - geometry.ClusterSize >= length)
            {
                throw Damaged($"the chain from cluster {first} is too long");
            }
            long offset = geometry.OffsetOf(current);
            if (runs.Count > 0 && runs[^1].Offset + runs[^1].Length == offset)
            {
                runs[^1] = runs[^1] with { Length = runs[^1].Length + geometry.ClusterSize };
            }
            else
            {
                runs.Add(new StreamRun(offset, geometry.ClusterSize));
            }
        }
        if (length is { } wanted)
        {
            if (total < wanted)
            {
                throw Damaged($"the chain from cluster {first} is too short");
            }
            runs[^1] = runs[^1] with { Length = runs[^1].Length - (total - wanted) };
        }
        return [.. runs];
    }

    private void Take(uint cluster)
    {
        if (cluster < FatGeometry.FirstCluster || cluster >= _taken.Length)
        {
            throw Damaged($"there is no cluster {cluster}");
        }
        if (_taken[(int)cluster])
        {
            throw Damaged($"cluster {cluster} belongs to two chains or to a loop");
        }
        _taken[(int)cluster] = true;
    }

    private uint? Next(uint cluster)
    {
        (long page, long at) = Math.DivRem((long)cluster * FatGeometry.EntrySize, PageSize);
        if (page != _pageNumber)
        {
            volume.Position = (long)geometry.ReservedSectors * geometry.SectorSize + page * PageSize;
            // The last page may go past the FAT; what lies there is never looked up.
            volume.ReadAtLeast(_page, PageSize, throwOnEndOfStream: false);
            _pageNumber = page;
        }
        uint next = BinaryPrimitives.ReadUInt32LittleEndian(_page.AsSpan((int)at)) & Mask;
        return next >= FirstEnd ? null : next;
    }

    private static DamagedFormatException Damaged(string what) => new(FatBootSector.FormatName, what);
}
