using System.Buffers.Binary;
using Avocado.Formats.Compression;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Reads tables of metadata blocks, with the latest blocks kept uncompressed. Safe for several threads.
/// </summary>
internal sealed class MetadataReader(ImageBytes image, IBlockDecoder decoder)
{
    /// <summary>2 MiB; an image's tables of the usual size fit.</summary>
    private const int MaxCached = 256;

    private readonly Dictionary<long, MetadataBlock> _cache = [];
    private readonly Queue<MetadataBlock> _oldest = new();
    private readonly byte[] _stored = new byte[SquashFsFormat.MetadataSize];
    private readonly Lock _gate = new();

    /// <summary>Reads bytes at a place in a table and moves the place behind them.</summary>
    public void Read(MetadataRegion region, ref MetadataReference at, Span<byte> bytes)
    {
        lock (_gate)
        {
            while (true)
            {
                MetadataBlock block = Load(region, at.Block);
                if (at.Offset > block.Length)
                {
                    throw SquashFsFormat.Damaged($"a reference into the {region.Name} table is behind its block");
                }
                int count = Math.Min(bytes.Length, block.Length - at.Offset);
                block.Bytes.AsSpan(at.Offset, count).CopyTo(bytes);
                at = at with { Offset = at.Offset + count };
                bytes = bytes[count..];
                if (bytes.IsEmpty)
                {
                    return;
                }
                if (block.Length < SquashFsFormat.MetadataSize)
                {
                    throw SquashFsFormat.Damaged($"the {region.Name} table ends early");
                }
                at = new MetadataReference(block.Next - region.Start, 0);
            }
        }
    }

    /// <summary>
    /// The most bytes that a table's blocks hold uncompressed; what an image claims is held against it. Also checks
    /// that the blocks lie one behind the other up to the table's end.
    /// </summary>
    public long Measure(MetadataRegion region)
    {
        long bytes = 0;
        foreach ((int stored, bool raw) in ReadLengths(region))
        {
            bytes += raw ? stored : SquashFsFormat.MetadataSize;
        }
        return bytes;
    }

    /// <summary>The lengths of a table's blocks on disk, without the words that tell them.</summary>
    public IEnumerable<(int Stored, bool Raw)> ReadLengths(MetadataRegion region)
    {
        long position = region.Start;
        while (position < region.End)
        {
            (int stored, bool raw) = ReadLength(region, position);
            yield return (stored, raw);
            position += SquashFsFormat.MetadataHeaderSize + stored;
        }
        if (position != region.End)
        {
            throw SquashFsFormat.Damaged($"a block leaves the {region.Name} table");
        }
    }

    /// <summary>Unpacks the block that starts so many bytes behind a table's start.</summary>
    /// <returns>How many bytes it has.</returns>
    public int ReadBlock(MetadataRegion region, long offset, Span<byte> bytes)
    {
        lock (_gate)
        {
            MetadataBlock block = Load(region, offset);
            block.Bytes.AsSpan(0, block.Length).CopyTo(bytes);
            return block.Length;
        }
    }

    private MetadataBlock Load(MetadataRegion region, long offset)
    {
        long position = region.Start + offset;
        if (position < region.Start || position >= region.End)
        {
            throw SquashFsFormat.Damaged($"a reference leaves the {region.Name} table");
        }
        if (!_cache.TryGetValue(position, out MetadataBlock? block))
        {
            block = _cache.Count < MaxCached ? new MetadataBlock() : _oldest.Dequeue();
            _cache.Remove(block.Position);
            Decode(region, position, block);
            _cache.Add(position, block);
            _oldest.Enqueue(block);
        }
        // A block may be known from a longer region that a hostile superblock lays over this one.
        return block.Next <= region.End
            ? block
            : throw SquashFsFormat.Damaged($"a block leaves the {region.Name} table");
    }

    private void Decode(MetadataRegion region, long position, MetadataBlock block)
    {
        block.Position = position;
        (int stored, bool raw) = ReadLength(region, position);
        position += SquashFsFormat.MetadataHeaderSize;
        block.Next = position + stored;
        Span<byte> bytes = raw ? block.Bytes.AsSpan(0, stored) : _stored.AsSpan(0, stored);
        image.Read(position, bytes);
        block.Length = raw ? stored : decoder.Decode(bytes, block.Bytes);
    }

    private (int Stored, bool Raw) ReadLength(MetadataRegion region, long position)
    {
        Span<byte> header = stackalloc byte[SquashFsFormat.MetadataHeaderSize];
        image.Read(position, header);
        ushort word = BinaryPrimitives.ReadUInt16LittleEndian(header);
        int stored = word & ~SquashFsFormat.MetadataRaw;
        return stored is > 0 and <= SquashFsFormat.MetadataSize
            ? (stored, (word & SquashFsFormat.MetadataRaw) != 0)
            : throw SquashFsFormat.Damaged($"a block of {stored} bytes in the {region.Name} table");
    }

    private sealed class MetadataBlock
    {
        public byte[] Bytes { get; } = new byte[SquashFsFormat.MetadataSize];

        public int Length { get; set; }

        public long Position { get; set; } = -1;

        public long Next { get; set; }
    }
}
