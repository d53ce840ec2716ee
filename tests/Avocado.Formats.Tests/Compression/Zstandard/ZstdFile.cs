using Avocado.Formats.Compression.Zstandard;

namespace Avocado.Formats.Tests.Compression.Zstandard;

/// <summary>Compresses whole contents to Zstandard files.</summary>
internal static class ZstdFile
{
    /// <summary>Compresses everything that is left of <paramref name="source"/>; both streams stay open.</summary>
    /// <param name="source">What to compress.</param>
    /// <param name="output">Where the file goes.</param>
    /// <param name="level">1 (fast) to 19 (small).</param>
    public static void Encode(Stream source, Stream output, int level = ZstdEncoder.DefaultLevel)
    {
        using var zstd = new ZstdWriterStream(output, level, leaveOpen: true);
        source.CopyTo(zstd);
    }

    /// <summary>Compresses bytes.</summary>
    /// <param name="source">What to compress.</param>
    /// <param name="level">1 (fast) to 19 (small).</param>
    public static byte[] Encode(ReadOnlySpan<byte> source, int level = ZstdEncoder.DefaultLevel) =>
        Encode(source, ZstdEffort.Of(level), InputIndex.DefaultMax);

    public static byte[] Encode(ReadOnlySpan<byte> source, ZstdEffort effort, uint maxIndex)
    {
        using var output = new MemoryStream();
        using (var zstd = new ZstdWriterStream(output, effort, leaveOpen: true, maxIndex))
        {
            zstd.Write(source);
        }
        return output.ToArray();
    }
}
