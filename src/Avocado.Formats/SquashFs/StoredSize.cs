namespace Avocado.Formats.SquashFs;

/// <summary>How a data or fragment block is stored: the word in inodes and in the fragment table.</summary>
/// <param name="Word">Low 24 bits length, bit 24 stored as it is; 0 a block of zeros that takes no space.</param>
internal readonly record struct StoredSize(uint Word)
{
    private const uint RawBit = 1 << 24;

    /// <summary>A block of zeros.</summary>
    public static StoredSize Hole => default;

    /// <summary>Bytes on disk.</summary>
    public int Length => (int)(Word & (RawBit - 1));

    /// <summary>True when the bytes are not compressed.</summary>
    public bool IsRaw => (Word & RawBit) != 0;

    /// <summary>True for a block of zeros.</summary>
    public bool IsHole => Word == 0;

    /// <summary>A block stored as it is.</summary>
    public static StoredSize Raw(int length) => new((uint)length | RawBit);

    /// <summary>A compressed block.</summary>
    public static StoredSize Compressed(int length) => new((uint)length);
}
