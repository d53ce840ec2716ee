namespace Avocado.Formats.SquashFs;

/// <summary>What a directory's inode holds behind the common header.</summary>
/// <param name="Links">2 and one for each folder in it.</param>
/// <param name="Length">Bytes of the listing and <see cref="SquashFsFormat.DirectorySizeBias"/>.</param>
/// <param name="Listing">Where the listing starts in the directory table.</param>
/// <param name="Parent">The parent's inode number.</param>
/// <param name="IndexCount">How many index entries follow; extended form only.</param>
/// <param name="Attributes">Index of the attribute set or <see cref="SquashFsFormat.None"/>; extended only.</param>
internal readonly record struct DirectoryBody(
    uint Links, uint Length, MetadataReference Listing, uint Parent, ushort IndexCount, uint Attributes)
{
    /// <summary>Length of the basic form.</summary>
    public const int BasicSize = (3 * sizeof(uint)) + (2 * sizeof(ushort));

    /// <summary>Length of the extended form, without the index.</summary>
    public const int ExtendedSize = (5 * sizeof(uint)) + (2 * sizeof(ushort));

    /// <summary>True when there are no names.</summary>
    public bool IsEmpty => Length <= SquashFsFormat.DirectorySizeBias;

    /// <summary>True when the basic form cannot hold it.</summary>
    public bool NeedsExtended =>
        Length > ushort.MaxValue || IndexCount > 0 || Attributes != SquashFsFormat.None;

    public static DirectoryBody Read(ReadOnlySpan<byte> bytes, bool extended)
    {
        var reader = new FieldReader(bytes);
        if (!extended)
        {
            uint block = reader.U32();
            uint links = reader.U32();
            ushort length = reader.U16();
            ushort offset = reader.U16();
            return new DirectoryBody(links, length, new MetadataReference(block, offset), reader.U32(), 0,
                SquashFsFormat.None);
        }
        uint extendedLinks = reader.U32();
        uint extendedLength = reader.U32();
        uint extendedBlock = reader.U32();
        uint parent = reader.U32();
        ushort indexCount = reader.U16();
        ushort extendedOffset = reader.U16();
        return new DirectoryBody(extendedLinks, extendedLength, new MetadataReference(extendedBlock, extendedOffset),
            parent, indexCount, reader.U32());
    }

    public void Write(ref FieldWriter writer, bool extended)
    {
        if (!extended)
        {
            writer.U32((uint)Listing.Block);
            writer.U32(Links);
            writer.U16((ushort)Length);
            writer.U16((ushort)Listing.Offset);
            writer.U32(Parent);
            return;
        }
        writer.U32(Links);
        writer.U32(Length);
        writer.U32((uint)Listing.Block);
        writer.U32(Parent);
        writer.U16(IndexCount);
        writer.U16((ushort)Listing.Offset);
        writer.U32(Attributes);
    }
}
