namespace Avocado.Formats.SquashFs;

/// <summary>The fields every inode begins with.</summary>
/// <param name="Type">The basic type.</param>
/// <param name="IsExtended">True for the extended form of the type.</param>
/// <param name="Mode">The lower 12 bits of st_mode.</param>
/// <param name="UidIndex">The owner's place in the id table.</param>
/// <param name="GidIndex">The group's place in the id table.</param>
/// <param name="ModificationTime">Seconds since 1970.</param>
/// <param name="Number">From 1 to the superblock's count.</param>
internal readonly record struct InodeHeader(
    InodeType Type, bool IsExtended, ushort Mode, ushort UidIndex, ushort GidIndex, uint ModificationTime, uint Number)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = (4 * sizeof(ushort)) + (2 * sizeof(uint));

    public static InodeHeader Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new FieldReader(bytes);
        ushort type = reader.U16();
        bool extended = type > InodeTypes.Extended;
        return new InodeHeader((InodeType)(extended ? type - InodeTypes.Extended : type), extended,
            reader.U16(), reader.U16(), reader.U16(), reader.U32(), reader.U32());
    }

    public void Write(ref FieldWriter writer)
    {
        writer.U16((ushort)((ushort)Type + (IsExtended ? InodeTypes.Extended : 0)));
        writer.U16(Mode);
        writer.U16(UidIndex);
        writer.U16(GidIndex);
        writer.U32(ModificationTime);
        writer.U32(Number);
    }
}
