using System.Globalization;
using Avocado.Formats.Compression;

namespace Avocado.Images.Model;

/// <summary>How file system images are compressed; the same in every configuration, as the root hash is.</summary>
/// <param name="Name">gzip, lz4 or zstd.</param>
/// <param name="Level">From 1; how far it goes depends on the name.</param>
public sealed record ImageCompression(string Name, int Level)
{
    /// <summary>The size of gzip's best level in a fifth of its time (docs/benchmarks.md).</summary>
    public static ImageCompression Default { get; } = new("zstd", 9);

    /// <summary>What may be written, for messages.</summary>
    public static string Forms => "zstd, lz4 or gzip, with a level where it matters: zstd:15 (1 to 19), lz4:12, gzip:9";

    /// <summary>Reads "zstd" or "zstd:15".</summary>
    public static bool TryParse(string text, out ImageCompression compression)
    {
        ArgumentNullException.ThrowIfNull(text);
        compression = Default;
        string[] parts = text.Split(':');
        (int Usual, int Highest) levels = parts[0] switch
        {
            "gzip" => (6, 9),
            "lz4" => (9, 12),
            "zstd" => (Default.Level, 19),
            _ => (0, 0),
        };
        int level = levels.Usual;
        if (levels.Highest == 0 || parts.Length > 2
            || (parts.Length == 2
                && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out level)
                    || level < 1 || level > levels.Highest)))
        {
            return false;
        }
        compression = new ImageCompression(parts[0], level);
        return true;
    }

    /// <summary>The compressor.</summary>
    public BlockCodec CreateCodec() => Name switch
    {
        "gzip" => new ZlibCodec(Level),
        "lz4" => new Lz4Codec(Level),
        "zstd" => new ZstdCodec(Level),
        _ => throw new InvalidOperationException($"there is no compressor '{Name}'"),
    };
}
