using Avocado.Formats.Compression;

namespace Avocado.Formats.SquashFs;

/// <summary>Names of compressors, and the options block that tells mounters and tools how they were set.</summary>
internal static class CompressorOptions
{
    private const int DefaultGzipLevel = 9;
    private const ushort GzipWindow = 15;
    private const int DefaultZstdLevel = 15;
    private const int MaxZstdLevel = 22;

    /// <summary>liblz4's block format; the only version there is.</summary>
    private const uint Lz4Legacy = 1;

    private const uint Lz4HighCompression = 1;

    /// <summary>The first level that the lz4 tool takes as its high-compression encoder.</summary>
    private const int FirstLz4HighLevel = 3;

    /// <summary>Names of codecs by compressor id.</summary>
    private static readonly string[] Names = ["", "gzip", "lzma", "lzo", "xz", "lz4", "zstd"];

    /// <summary>The compressor id of a codec.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">AVO0202: SquashFS has no such one.</exception>
    public static SquashFsCompressor IdOf(BlockCodec codec) =>
        Array.IndexOf(Names, codec.Name) is var id and > 0
            ? (SquashFsCompressor)id
            : throw SquashFsFormat.Unsupported($"compression with {codec.Name}");

    /// <summary>The name of the codec for a compressor id.</summary>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">There is no such compressor.</exception>
    public static string NameOf(SquashFsCompressor compressor) =>
        compressor != SquashFsCompressor.None && (int)compressor < Names.Length
            ? Names[(int)compressor]
            : throw SquashFsFormat.Damaged($"compressor {(int)compressor}");

    /// <summary>The options a codec writes behind the superblock; empty when they are the defaults.</summary>
    public static byte[] For(BlockCodec codec)
    {
        var bytes = new byte[8];
        var writer = new FieldWriter(bytes);
        switch (IdOf(codec))
        {
            // Level, window and strategies. A level that zlib does not know (an encoder's own) is kept to itself.
            case SquashFsCompressor.Gzip when codec.Level is > 0 and < DefaultGzipLevel:
                writer.U32((uint)codec.Level);
                writer.U16(GzipWindow);
                writer.U16(0);
                return bytes;
            case SquashFsCompressor.Zstd when codec.Level is > 0 and <= MaxZstdLevel and not DefaultZstdLevel:
                writer.U32((uint)codec.Level);
                return bytes[..writer.Written];
            // Always there: readers refuse lz4 images without it.
            case SquashFsCompressor.Lz4:
                writer.U32(Lz4Legacy);
                writer.U32(codec.Level >= FirstLz4HighLevel ? Lz4HighCompression : 0);
                return bytes;
            default:
                return [];
        }
    }
}
