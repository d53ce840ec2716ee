namespace Avocado.Formats.Compression.Deflate;

/// <summary>
/// Compresses whole buffers to Deflate streams (RFC 1951). The bytes depend on the input and the level alone. An
/// encoder is used again and again, by one thread at a time.
/// </summary>
/// <remarks>
/// Level 6 makes programs and libraries as small as libdeflate's level 6 does (0.01 % smaller) at two thirds to three
/// quarters of its speed, depending on its version; levels 5 and 7 are 0.3 % larger and 0.2 % smaller. Two thirds of
/// the time goes into the search for matches, which waits for earlier bytes and for branches that depend on them (does
/// a candidate agree, does its chain end). Fewer spilled registers in that loop, or fetching its tables ahead, changed
/// nothing that could be measured. Memory is about 0.7 MiB and the compressed buffer.
/// </remarks>
public sealed class DeflateEncoder : IBlockEncoder
{
    /// <summary>The level that is small and still fast.</summary>
    public const int DefaultLevel = 6;

    private readonly DeflateCompressor _compressor;

    /// <param name="level">1 (fast) to 9 (small).</param>
    public DeflateEncoder(int level = DefaultLevel) => _compressor = new DeflateCompressor(level);

    /// <inheritdoc/>
    public unsafe int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* start = source)
        {
            _compressor.Reset(start);
            if (!_compressor.TryCompress(start, start + source.Length, isLast: true, destination.Length))
            {
                return 0;
            }
        }
        ReadOnlySpan<byte> written = _compressor.Output.Written;
        written.CopyTo(destination);
        return written.Length;
    }
}
