namespace Avocado.Formats.SquashFs.Based;

/// <summary>A table of metadata blocks of the base, unpacked, and how each block is stored.</summary>
internal sealed class BaseTable
{
    /// <summary>Ten times what a million files need.</summary>
    private const int MaxLength = 1 << 30;

    private readonly SquashFsReader _reader;
    private readonly MetadataRegion _region;
    private readonly Dictionary<long, int> _blocks = [];
    private readonly List<Extent> _stored = [];

    private BaseTable(SquashFsReader reader, MetadataRegion region)
    {
        _reader = reader;
        _region = region;
        long start = 0;
        foreach ((int length, _) in reader.Metadata.ReadLengths(region))
        {
            _blocks.Add(start, _stored.Count);
            _stored.Add(new Extent(start, SquashFsFormat.MetadataHeaderSize + length));
            start = _stored[^1].End;
        }
    }

    /// <summary>All blocks unpacked, one behind the other.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>How many bytes each block takes on disk, with the word before it.</summary>
    public IEnumerable<int> StoredLengths => _stored.Select(block => (int)block.Length);

    /// <summary>Reads a table; null when its blocks are not full, as all but the last have to be.</summary>
    public static BaseTable? TryRead(SquashFsReader reader, MetadataRegion region)
    {
        var table = new BaseTable(reader, region);
        if ((long)table._stored.Count * SquashFsFormat.MetadataSize > MaxLength)
        {
            return null;
        }
        var content = new byte[table._stored.Count * SquashFsFormat.MetadataSize];
        int length = 0;
        for (int i = 0; i < table._stored.Count; i++)
        {
            int block = reader.Metadata.ReadBlock(
                region, table._stored[i].Start, content.AsSpan(length, SquashFsFormat.MetadataSize));
            length += block;
            if (block < SquashFsFormat.MetadataSize && i < table._stored.Count - 1)
            {
                return null;
            }
        }
        table.Content = content[..length];
        return table;
    }

    /// <summary>Where a reference points in <see cref="Content"/>.</summary>
    public long? PlaceOf(MetadataReference reference) =>
        _blocks.TryGetValue(reference.Block, out int block)
            && ((long)block * SquashFsFormat.MetadataSize) + reference.Offset is var place && place < Content.Length
            ? place
            : null;

    /// <summary>The unpacked bytes of a block; empty when there is none.</summary>
    public ReadOnlySpan<byte> Block(int index)
    {
        long start = (long)index * SquashFsFormat.MetadataSize;
        return start >= Content.Length
            ? []
            : Content.AsSpan((int)start, (int)Math.Min(SquashFsFormat.MetadataSize, Content.Length - start));
    }

    /// <summary>A block as it is stored, with the word before it.</summary>
    public byte[] Stored(int index)
    {
        var bytes = new byte[_stored[index].Length];
        _reader.Image.Read(_region.Start + _stored[index].Start, bytes);
        return bytes;
    }
}
