namespace Avocado.Formats.Compression.Zstandard;

/// <summary>The header before each block (section 3.1.1.2).</summary>
/// <param name="IsLast">Whether the frame ends with the block.</param>
/// <param name="Type">How the block holds its bytes.</param>
/// <param name="BlockSize">Bytes that follow; for <see cref="BlockType.Rle"/> the bytes that one stands for.</param>
internal readonly record struct BlockHeader(bool IsLast, BlockType Type, int BlockSize)
{
    public const int Size = 3;

    /// <summary>Bytes that follow the header.</summary>
    public int StoredSize => Type == BlockType.Rle ? 1 : BlockSize;

    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    /// <param name="maxSize">The frame's limit for blocks.</param>
    public static BlockHeader Read(ReadOnlySpan<byte> bytes, int maxSize)
    {
        int value = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
        var header = new BlockHeader((value & 1) != 0, (BlockType)((value >> 1) & 3), value >> 3);
        if (header.Type == BlockType.Reserved)
        {
            throw ZstdFormat.Damaged("a block of no known type");
        }
        return header.BlockSize <= maxSize
            ? header
            : throw ZstdFormat.Damaged($"a block of {header.BlockSize} bytes where at most {maxSize} may be");
    }

    public void Write(Span<byte> destination)
    {
        int value = (IsLast ? 1 : 0) | ((int)Type << 1) | (BlockSize << 3);
        destination[2] = (byte)(value >> 16);
        destination[1] = (byte)(value >> 8);
        destination[0] = (byte)value;
    }
}
