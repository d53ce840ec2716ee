using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Avocado.Formats.SquashFs;

/// <summary>A table of entries of one size, found by index.</summary>
internal sealed class LookupTable
{
    private readonly MetadataReader _metadata;
    private readonly MetadataRegion _region;
    private readonly long[] _positions;
    private readonly uint _count;
    private readonly int _entrySize;

    /// <param name="name">For messages.</param>
    /// <param name="image">The image.</param>
    /// <param name="metadata">Reads the table's blocks.</param>
    /// <param name="list">Position of the list of the blocks' positions.</param>
    /// <param name="count">How many entries; not 0.</param>
    /// <param name="entrySize">Bytes of an entry; divides a metadata block.</param>
    /// <param name="lowest">Blocks may not start before this position.</param>
    public LookupTable(
        string name, ImageBytes image, MetadataReader metadata, ulong list, uint count, int entrySize, long lowest)
    {
        _metadata = metadata;
        _count = count;
        _entrySize = entrySize;
        long blocks = (((long)count * entrySize) + SquashFsFormat.MetadataSize - 1) / SquashFsFormat.MetadataSize;
        if (list > (ulong)image.Length || blocks * sizeof(ulong) > image.Length - (long)list)
        {
            throw SquashFsFormat.Damaged($"the list of the {name} table's {blocks} blocks is behind the end");
        }
        _positions = new long[blocks];
        image.Read((long)list, MemoryMarshal.AsBytes(_positions.AsSpan()));
        long previous = lowest - 1;
        for (int i = 0; i < _positions.Length; i++)
        {
            long position = _positions[i];
            _positions[i] = position = BitConverter.IsLittleEndian
                ? position
                : BinaryPrimitives.ReverseEndianness(position);
            if (position <= previous || position >= (long)list)
            {
                throw SquashFsFormat.Damaged($"a block of the {name} table is out of its place");
            }
            previous = position;
        }
        _region = new MetadataRegion(name, _positions[0], (long)list);
        End = (long)list + (blocks * sizeof(ulong));
    }

    /// <summary>Position of the first block.</summary>
    public long Start => _region.Start;

    /// <summary>The blocks, without the list of their positions.</summary>
    public MetadataRegion Region => _region;

    /// <summary>Position behind the list.</summary>
    public long End { get; }

    /// <summary>Reads an entry.</summary>
    public void Read(uint index, Span<byte> entry)
    {
        if (index >= _count)
        {
            throw SquashFsFormat.Damaged($"entry {index} of {_count} in the {_region.Name} table");
        }
        (long block, long offset) = Math.DivRem((long)index * _entrySize, SquashFsFormat.MetadataSize);
        var at = new MetadataReference(_positions[block] - _region.Start, (int)offset);
        _metadata.Read(_region, ref at, entry[.._entrySize]);
    }
}
