using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Compresses what is written to a Zstandard file of one frame with a checksum. Memory is a window, which grows with
/// the level to 8 MiB, and what the matchers of the level need.
/// </summary>
public sealed class ZstdWriterStream : EncoderStream
{
    private const int PieceSize = 1 << 20;

    private readonly ZstdCompressor _compressor;
    private readonly byte[] _compressed = new byte[ZstdCompressor.MaxSize(PieceSize)];
    private XxHash64 _hash = new();

    /// <param name="output">Where the file goes.</param>
    /// <param name="level">1 (fast) to 19 (small).</param>
    /// <param name="leaveOpen">Keeps the output open when this stream is disposed.</param>
    public ZstdWriterStream(Stream output, int level = ZstdEncoder.DefaultLevel, bool leaveOpen = false)
        : this(output, ZstdEffort.Of(level), leaveOpen, InputIndex.DefaultMax)
    {
    }

    internal ZstdWriterStream(Stream output, ZstdEffort effort, bool leaveOpen, uint maxIndex)
        : base(output, leaveOpen, (int)effort.Window, PieceSize) =>
        _compressor = new ZstdCompressor(effort, maxIndex);

    /// <inheritdoc/>
    private protected override void AddToChecksum(ReadOnlySpan<byte> content) => _hash.Append(content);

    /// <inheritdoc/>
    private protected override unsafe void Begin(byte* piece, int length, bool isWhole)
    {
        // Only what fits into one piece is known in size when the frame begins.
        Span<byte> header = stackalloc byte[FrameHeader.MaxSize];
        int size = isWhole && length <= _compressor.Effort.Window
            ? FrameHeader.Write(header, 0, length, hasChecksum: true)
            : FrameHeader.Write(header, _compressor.Effort.WindowLog, isWhole ? length : null, hasChecksum: true);
        Output.Write(header[..size]);
        _compressor.Begin(piece, isWhole ? length : long.MaxValue);
    }

    /// <inheritdoc/>
    private protected override unsafe void Compress(byte* piece, int length, bool isLast)
    {
        int size = _compressor.Compress(piece, piece + length, isLast, _compressed);
        Output.Write(_compressed, 0, size);
    }

    /// <inheritdoc/>
    private protected override void Move(long distance) => _compressor.Move(distance);

    /// <inheritdoc/>
    private protected override void WriteTrailer()
    {
        Span<byte> checksum = stackalloc byte[ZstdFormat.ChecksumSize];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, (uint)_hash.Value);
        Output.Write(checksum);
    }
}
