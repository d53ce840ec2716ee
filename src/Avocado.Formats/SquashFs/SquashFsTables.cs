using System.Buffers.Binary;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Where the tables of an image are. As the kernel does, this insists on their order: inodes, directories,
/// fragments, export, ids, extended attributes, none over another.
/// </summary>
internal sealed class SquashFsTables
{
    private readonly ImageBytes _image;
    private readonly MetadataReader _metadata;
    private long _end;

    public SquashFsTables(SquashFsHeader header, ImageBytes image, MetadataReader metadata)
    {
        _image = image;
        _metadata = metadata;
        ulong first = header.InodeTable;
        if (first < SquashFsHeader.Size || header.DirectoryTable <= first
            || header.DirectoryTable > (ulong)image.Length)
        {
            throw SquashFsFormat.Damaged("the inode and directory tables are not in their places");
        }
        long directories = _end = (long)header.DirectoryTable;
        // With a count of 0 mksquashfs leaves a position that means nothing.
        Fragments = header.FragmentCount == 0
            ? null
            : Open("fragment", header.FragmentTable, header.FragmentCount, FragmentEntry.Size);
        Export = header.ExportTable == SquashFsFormat.NoTable
            ? null
            : Open("export", header.ExportTable, header.InodeCount, sizeof(ulong));
        LookupTable ids = Open("id", header.IdTable, header.IdCount, sizeof(uint));
        Ids = ReadIds(ids, header.IdCount);
        Inodes = new MetadataRegion("inode", (long)first, directories);
        Directories = new MetadataRegion("directory", directories, (Fragments ?? Export ?? ids).Start);
        InodeBytes = metadata.Measure(Inodes);
        DirectoryBytes = metadata.Measure(Directories);
        Attributes = header.AttributeTable == SquashFsFormat.NoTable ? null : OpenAttributes(header.AttributeTable);
    }

    public MetadataRegion Inodes { get; }

    public MetadataRegion Directories { get; }

    /// <summary>The most bytes that all inodes have.</summary>
    public long InodeBytes { get; }

    /// <summary>The most bytes that all listings have.</summary>
    public long DirectoryBytes { get; }

    public LookupTable? Fragments { get; }

    public LookupTable? Export { get; }

    public uint[] Ids { get; }

    public AttributeReader? Attributes { get; }

    private LookupTable Open(string name, ulong list, uint count, int entrySize)
    {
        if (count == 0)
        {
            throw SquashFsFormat.Damaged($"the {name} table is empty");
        }
        var table = new LookupTable(name, _image, _metadata, list, count, entrySize, _end);
        _end = table.End;
        return table;
    }

    private static uint[] ReadIds(LookupTable table, int count)
    {
        var ids = new uint[count];
        Span<byte> entry = stackalloc byte[sizeof(uint)];
        for (int i = 0; i < count; i++)
        {
            table.Read((uint)i, entry);
            ids[i] = BinaryPrimitives.ReadUInt32LittleEndian(entry);
        }
        return ids;
    }

    private AttributeReader? OpenAttributes(ulong position)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong) + (2 * sizeof(uint))];
        if (position < (ulong)_end || position > (ulong)(_image.Length - head.Length))
        {
            throw SquashFsFormat.Damaged("the attribute table is not in its place");
        }
        _image.Read((long)position, head);
        var fields = new FieldReader(head);
        ulong pairs = fields.U64();
        uint count = fields.U32();
        if (count == 0)
        {
            return null;
        }
        if (pairs < (ulong)_end || pairs >= position)
        {
            throw SquashFsFormat.Damaged("the attributes are not in their place");
        }
        var sets = new LookupTable("attribute", _image, _metadata, position + (ulong)head.Length, count,
            AttributeReader.EntrySize, (long)pairs);
        return new AttributeReader(_metadata, new MetadataRegion("attribute", (long)pairs, sets.Start), sets);
    }
}
