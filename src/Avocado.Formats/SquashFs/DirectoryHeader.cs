namespace Avocado.Formats.SquashFs;

/// <summary>The start of a run of directory entries.</summary>
/// <param name="Count">How many entries follow, 1 to 256; stored less one.</param>
/// <param name="InodeBlock">The inode table's block that holds all their inodes.</param>
/// <param name="InodeNumber">What the entries' differences are added to.</param>
internal readonly record struct DirectoryHeader(uint Count, uint InodeBlock, uint InodeNumber)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 3 * sizeof(uint);

    public static DirectoryHeader Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new FieldReader(bytes);
        uint last = reader.U32();
        return last < SquashFsFormat.MaxRun
            ? new DirectoryHeader(last + 1, reader.U32(), reader.U32())
            : throw SquashFsFormat.Damaged("a directory run has more than 256 entries");
    }

    public void Write(Span<byte> bytes)
    {
        var writer = new FieldWriter(bytes);
        writer.U32(Count - 1);
        writer.U32(InodeBlock);
        writer.U32(InodeNumber);
    }
}
