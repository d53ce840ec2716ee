using Avocado.Formats.Compression.Deflate;
using Avocado.Formats.Compression.Gzip;

namespace Avocado.Formats.Tests.Compression;

/// <summary>Compresses whole contents to gzip files.</summary>
internal static class GzipFile
{
    /// <summary>Compresses everything that is left of <paramref name="source"/>; both streams stay open.</summary>
    /// <param name="source">What to compress.</param>
    /// <param name="output">Where the file goes.</param>
    /// <param name="level">1 (fast) to 9 (small).</param>
    public static void Encode(Stream source, Stream output, int level = DeflateEncoder.DefaultLevel)
    {
        using var gzip = new GzipWriterStream(output, level, leaveOpen: true);
        source.CopyTo(gzip);
    }

    /// <summary>Compresses bytes.</summary>
    /// <param name="source">What to compress.</param>
    /// <param name="level">1 (fast) to 9 (small).</param>
    public static byte[] Encode(ReadOnlySpan<byte> source, int level = DeflateEncoder.DefaultLevel)
    {
        using var output = new MemoryStream();
        using (var gzip = new GzipWriterStream(output, level, leaveOpen: true))
        {
            gzip.Write(source);
        }
        return output.ToArray();
    }
}
