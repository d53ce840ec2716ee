using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.Compression.Deflate;

namespace Avocado.Formats.Compression.Gzip;

/// <summary>Compresses what is written to a gzip file (RFC 1952).</summary>
public sealed class GzipWriterStream : EncoderStream
{
    private const int PieceSize = 1 << 18;

    private readonly DeflateCompressor _compressor;
    private uint _crc;
    private uint _length;

    /// <param name="output">Where the file goes.</param>
    /// <param name="level">1 (fast) to 9 (small).</param>
    /// <param name="leaveOpen">Keeps the output open when this stream is disposed.</param>
    public GzipWriterStream(Stream output, int level = DeflateEncoder.DefaultLevel, bool leaveOpen = false)
        : base(output, leaveOpen, DeflateFormat.WindowSize, PieceSize) =>
        _compressor = new DeflateCompressor(level);

    /// <inheritdoc/>
    private protected override void AddToChecksum(ReadOnlySpan<byte> content)
    {
        _crc = Crc32.Append(_crc, content);
        _length += (uint)content.Length;
    }

    /// <inheritdoc/>
    private protected override unsafe void Begin(byte* piece, int length, bool isWhole)
    {
        Span<byte> header = stackalloc byte[GzipHeader.Size];
        GzipHeader.Write(header);
        Output.Write(header);
        _compressor.Reset(piece);
    }

    /// <inheritdoc/>
    private protected override unsafe void Compress(byte* piece, int length, bool isLast)
    {
        _compressor.TryCompress(piece, piece + length, isLast, Array.MaxLength);
        Output.Write(_compressor.Output.Written);
        _compressor.Output.ClearWritten();
    }

    /// <inheritdoc/>
    private protected override void Move(long distance) => _compressor.Move(distance);

    /// <inheritdoc/>
    private protected override void WriteTrailer()
    {
        Span<byte> trailer = stackalloc byte[GzipHeader.TrailerSize];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[sizeof(uint)..], _length);
        Output.Write(trailer);
    }
}
