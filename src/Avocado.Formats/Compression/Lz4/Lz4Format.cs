using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Compression.Lz4;

/// <summary>
/// The numbers of the LZ4 block format (lz4_Block_format.md of the LZ4 project). A block is a row of sequences: a
/// token (two lengths of four bits), more bytes of the first length, literals, an offset of two bytes, more bytes of
/// the second length. The last sequence ends behind its literals.
/// </summary>
internal static class Lz4Format
{
    /// <summary>Bits of a length in the token.</summary>
    public const int LengthBits = 4;

    /// <summary>A length of which more bytes follow, each up to 255, until one is less.</summary>
    public const int LongLength = (1 << LengthBits) - 1;

    /// <summary>The shortest match: what a token's length of zero stands for.</summary>
    public const int MinMatch = 4;

    /// <summary>Bytes of an offset.</summary>
    public const int OffsetSize = 2;

    /// <summary>The farthest match.</summary>
    public const int MaxOffset = ushort.MaxValue;

    /// <summary>The bytes that are literals at the end of every block.</summary>
    public const int LastLiterals = 5;

    /// <summary>The last match begins at least this far before the end of a block.</summary>
    public const int LastMatchDistance = 12;

    /// <summary>Bytes that follow a token for a length.</summary>
    /// <param name="length">The length, for matches less <see cref="MinMatch"/>.</param>
    public static int ExtraBytes(int length) => length < LongLength ? 0 : ((length - LongLength) / 255) + 1;

    /// <summary>A block that does not follow the format.</summary>
    public static DamagedFormatException Damaged(string what) => new("LZ4", what);
}
