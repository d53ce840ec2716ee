namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Compresses whole buffers, each to one Zstandard frame (RFC 8878) that tells its size and has no checksum. The bytes
/// depend on the input and the level alone. An encoder is used again and again, by one thread at a time.
/// </summary>
/// <remarks>
/// Levels are at most 0.2 % larger than the reference implementation's, most are smaller. The fast ones have two
/// thirds to four fifths of its speed, limited by branches that no processor foretells (match or not, which length)
/// and by registers that the runtime's compiler spills; the others come close to it or pass it. Memory follows the
/// size of the largest buffer: about 3 MiB at level 9 and 23 MiB at level 19 for buffers of 1 MiB.
/// </remarks>
public sealed class ZstdEncoder : IBlockEncoder
{
    /// <summary>The level that is small and still fast.</summary>
    public const int DefaultLevel = 9;

    /// <summary>The level that is smallest.</summary>
    public const int MaxLevel = ZstdEffort.MaxLevel;

    private readonly ZstdCompressor _compressor;

    /// <param name="level">1 (fast) to 19 (small).</param>
    public ZstdEncoder(int level = DefaultLevel) => _compressor = new ZstdCompressor(ZstdEffort.Of(level));

    /// <inheritdoc/>
    public unsafe int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Span<byte> header = stackalloc byte[FrameHeader.MaxSize];
        int windowLog = source.Length <= _compressor.Effort.Window ? 0 : _compressor.Effort.WindowLog;
        int headerSize = FrameHeader.Write(header, windowLog, source.Length, hasChecksum: false);
        if (destination.Length <= headerSize)
        {
            return 0;
        }
        int size;
        fixed (byte* start = source)
        {
            byte nothing = 0;
            byte* from = start is null ? &nothing : start;
            _compressor.Begin(from, source.Length);
            size = _compressor.Compress(from, from + source.Length, isLast: true, destination[headerSize..]);
        }
        if (size == 0)
        {
            return 0;
        }
        header[..headerSize].CopyTo(destination);
        return headerSize + size;
    }
}
