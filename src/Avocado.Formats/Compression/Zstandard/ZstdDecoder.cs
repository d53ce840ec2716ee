namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Decompresses whole Zstandard files in memory, such as kernel modules.</summary>
public static class ZstdDecoder
{
    /// <summary>Unpacks a Zstandard file.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="maxOutput">Unpacking to more bytes than this is refused as damage.</param>
    /// <inheritdoc cref="DecoderStream.Read(Span{byte})" path="/exception"/>
    public static unsafe byte[] Decompress(ReadOnlySpan<byte> source, int maxOutput)
    {
        if (source.IsEmpty)
        {
            // An empty span has no address to pin.
            throw ZstdFormat.Damaged("it is empty");
        }
        fixed (byte* bytes = source)
        {
            using var input = new UnmanagedMemoryStream(bytes, source.Length);
            using var decoder = new ZstdDecoderStream(input, leaveOpen: true, maxOutput);
            using var output = new MemoryStream();
            decoder.CopyTo(output, 1 << 16);
            return output.ToArray();
        }
    }
}
