namespace Avocado.Formats.SquashFs;

/// <summary>What a file's inode holds behind the common header, before the list of its blocks' sizes.</summary>
/// <param name="Start">Position of the first block in the image.</param>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Sparse">How many of them are blocks of zeros that take no space; extended form only.</param>
/// <param name="Links">How many names the file has; extended form only.</param>
/// <param name="Fragment">The fragment that holds the tail, or <see cref="SquashFsFormat.None"/>.</param>
/// <param name="FragmentOffset">Where in the uncompressed fragment the tail is.</param>
/// <param name="Attributes">Index of the attribute set or <see cref="SquashFsFormat.None"/>; extended only.</param>
internal readonly record struct FileBody(
    ulong Start, ulong Length, ulong Sparse, uint Links, uint Fragment, uint FragmentOffset, uint Attributes)
{
    /// <summary>Length of the basic form.</summary>
    public const int BasicSize = 4 * sizeof(uint);

    /// <summary>Length of the extended form.</summary>
    public const int ExtendedSize = (3 * sizeof(ulong)) + (4 * sizeof(uint));

    /// <summary>True when the basic form cannot hold it.</summary>
    public bool NeedsExtended =>
        Start > uint.MaxValue || Length > uint.MaxValue || Sparse > 0 || Links > 1
        || Attributes != SquashFsFormat.None;

    /// <summary>How many block sizes follow: a tail in a fragment has none.</summary>
    public ulong CountBlocks(int blockSize) =>
        (Length / (ulong)blockSize) + (Fragment == SquashFsFormat.None && Length % (ulong)blockSize != 0 ? 1u : 0u);

    public static FileBody Read(ReadOnlySpan<byte> bytes, bool extended)
    {
        var reader = new FieldReader(bytes);
        if (!extended)
        {
            uint start = reader.U32();
            uint fragment = reader.U32();
            uint offset = reader.U32();
            return new FileBody(start, reader.U32(), 0, 1, fragment, offset, SquashFsFormat.None);
        }
        return new FileBody(reader.U64(), reader.U64(), reader.U64(), reader.U32(), reader.U32(), reader.U32(),
            reader.U32());
    }

    public void Write(ref FieldWriter writer, bool extended)
    {
        if (!extended)
        {
            writer.U32((uint)Start);
            writer.U32(Fragment);
            writer.U32(FragmentOffset);
            writer.U32((uint)Length);
            return;
        }
        writer.U64(Start);
        writer.U64(Length);
        writer.U64(Sparse);
        writer.U32(Links);
        writer.U32(Fragment);
        writer.U32(FragmentOffset);
        writer.U32(Attributes);
    }
}
