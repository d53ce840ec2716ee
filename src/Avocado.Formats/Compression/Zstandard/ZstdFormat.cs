using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Numbers of the format and its errors. Sections named in this folder are those of RFC 8878.</summary>
internal static class ZstdFormat
{
    public const string Name = "Zstandard";

    /// <summary>Begins a frame (section 3.1.1).</summary>
    public const uint Magic = 0xFD2FB528;

    /// <summary>Begins a frame to be passed over (section 3.1.2); the low four bits are free.</summary>
    public const uint SkippableMagic = 0x184D2A50;
    public const uint SkippableMask = 0xFFFFFFF0;

    /// <summary>No block holds more, and none takes more (section 3.1.1.2.4).</summary>
    public const int MaxBlockSize = 128 << 10;

    /// <summary>Low half of the XXH64 of a frame's content.</summary>
    public const int ChecksumSize = sizeof(uint);

    /// <summary>So many bytes before a block's content must be readable: words are read backwards.</summary>
    public const int WordSize = sizeof(ulong);

    /// <summary>So many bytes may be written behind a buffer of literals.</summary>
    public const int Slack = 32;

    public const int LiteralLengthCodes = 36;
    public const int MatchLengthCodes = 53;
    public const int OffsetCodes = 32;
    public const int MaxLiteralLengthLog = 9;
    public const int MaxMatchLengthLog = 9;
    public const int MaxOffsetLog = 8;
    public const int MaxHuffmanBits = 11;
    public const int MinMatch = 3;

    /// <summary>The largest window that is accepted.</summary>
    public const long DefaultMaxWindow = 128L << 20;

    public static DamagedFormatException Damaged(string what) => new(Name, what);

    public static DamagedFormatException Truncated() => Damaged("it ends too early; it was cut off");

    public static AvocadoException Unsupported(string what) => Codes.UnsupportedFormat.Error(Name, what);
}
