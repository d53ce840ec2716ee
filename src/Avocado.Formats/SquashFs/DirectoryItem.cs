namespace Avocado.Formats.SquashFs;

/// <summary>One name of a directory, before the name's bytes.</summary>
/// <param name="Offset">The inode's place in the run's inode block.</param>
/// <param name="Difference">The inode's number less the run's.</param>
/// <param name="Type">The inode's basic type.</param>
/// <param name="NameLength">1 to 256; stored less one.</param>
internal readonly record struct DirectoryItem(ushort Offset, short Difference, InodeType Type, int NameLength)
{
    /// <summary>Length in bytes, without the name.</summary>
    public const int Size = 4 * sizeof(ushort);

    public static DirectoryItem Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new FieldReader(bytes);
        return new DirectoryItem(reader.U16(), (short)reader.U16(), (InodeType)reader.U16(), reader.U16() + 1);
    }

    public void Write(Span<byte> bytes)
    {
        var writer = new FieldWriter(bytes);
        writer.U16(Offset);
        writer.U16((ushort)Difference);
        writer.U16((ushort)Type);
        writer.U16((ushort)(NameLength - 1));
    }
}
