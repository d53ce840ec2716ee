namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Decompresses whole Zstandard files in memory, such as kernel modules.</summary>
public static class ZstdDecoder
{
    /// <summary>Unpacks a Zstandard file.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="maxOutput">Unpacking to more bytes than this is refused as damage.</param>
    /// <inheritdoc cref="DecoderStream.Read(Span{byte})" path="/exception"/>
    public static byte[] Decompress(ReadOnlySpan<byte> source, int maxOutput) =>
        DecoderStream.Unpack(source, file => new ZstdDecoderStream(file, leaveOpen: true, maxOutput));
}
