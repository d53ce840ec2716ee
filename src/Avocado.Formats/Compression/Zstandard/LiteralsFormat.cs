namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Numbers of the literals of a block (section 3.1.1.3.1) and their Huffman codes (section 4.2).</summary>
internal static class LiteralsFormat
{
    // How the literals are stored.
    public const int Raw = 0;
    public const int Rle = 1;
    public const int Compressed = 2;
    public const int Treeless = 3;

    /// <summary>Values of a literal.</summary>
    public const int Symbols = 256;

    /// <summary>Many literals are cut into so many streams, behind the sizes of all but the last.</summary>
    public const int Streams = 4;
    public const int JumpTableSize = sizeof(ushort) * (Streams - 1);

    /// <summary>
    /// A description that begins with less than this has as many bytes of compressed weights; else plain ones follow:
    /// as many as it is more, and one.
    /// </summary>
    public const int FirstDirect = 128;

    /// <summary>The highest logarithm that the code of compressed weights may have.</summary>
    public const int MaxWeightLog = 6;
}
