namespace Avocado.Formats.Compression.Zstandard;

/// <summary>How a block holds its bytes (section 3.1.1.2.2).</summary>
internal enum BlockType
{
    Raw = 0,

    /// <summary>One byte, repeated.</summary>
    Rle = 1,
    Compressed = 2,
    Reserved = 3,
}
