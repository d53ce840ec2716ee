namespace Avocado.Formats.SquashFs;

/// <summary>The superblock's compressor ids.</summary>
public enum SquashFsCompressor : ushort
{
    /// <summary>Not a compressor.</summary>
    None = 0,

    /// <summary>zlib streams, in spite of the name.</summary>
    Gzip = 1,
    Lzma = 2,
    Lzo = 3,
    Xz = 4,
    Lz4 = 5,
    Zstd = 6,
}
