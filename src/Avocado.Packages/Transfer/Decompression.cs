using System.IO.Compression;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Xz;
using Avocado.Formats.Compression.Zstandard;

namespace Avocado.Packages.Transfer;

/// <summary>Opens compressed files by the extension of their names.</summary>
internal static class Decompression
{
    /// <summary>A forward stream over what <paramref name="source"/> unpacks to; it owns the source.</summary>
    /// <param name="extension">"", ".gz", ".xz" or ".zst".</param>
    /// <param name="maxOutput">Unpacking to more bytes than this is refused as damage.</param>
    /// <exception cref="AvocadoException">AVO0202: another compression.</exception>
    public static Stream Open(Stream source, string extension, long maxOutput) => extension switch
    {
        "" => source,
        ".gz" => new BoundedStream(new GZipStream(source, CompressionMode.Decompress), "gzip file", maxOutput),
        ".xz" => new XzDecoderStream(source, leaveOpen: false, maxOutput),
        ".zst" => new ZstdDecoderStream(source, leaveOpen: false, maxOutput),
        _ => throw Codes.UnsupportedFormat.Error("compression", $"'{extension}' (only gz, xz, zst and none are read)"),
    };
}
