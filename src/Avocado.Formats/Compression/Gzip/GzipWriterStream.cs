using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.Compression.Deflate;

namespace Avocado.Formats.Compression.Gzip;

/// <summary>
/// Compresses what is written to a gzip file (RFC 1952) in bounded memory. The bytes depend on what is written and
/// the level alone, not on how it is cut into writes. The file is complete when the stream is disposed.
/// </summary>
public sealed class GzipWriterStream : Stream
{
    private const int Window = DeflateFormat.WindowSize;

    /// <summary>Compressed at once. Part of what decides the bytes.</summary>
    private const int PieceSize = 1 << 18;

    private readonly Stream _output;
    private readonly bool _leaveOpen;
    private readonly DeflateCompressor _compressor;

    /// <summary>A window of what was compressed last, then the piece. Pinned: the matcher keeps pointers.</summary>
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Window + PieceSize, pinned: true);
    private int _end = Window;
    private uint _crc;
    private uint _length;
    private bool _disposed;

    /// <param name="output">Where the file goes.</param>
    /// <param name="level">1 (fast) to 9 (small).</param>
    /// <param name="leaveOpen">Keeps the output open when this stream is disposed.</param>
    public unsafe GzipWriterStream(Stream output, int level = DeflateEncoder.DefaultLevel, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        _leaveOpen = leaveOpen;
        _compressor = new DeflateCompressor(level);
        fixed (byte* buffer = _buffer)
        {
            _compressor.Reset(buffer + Window);
        }
        Span<byte> header = stackalloc byte[GzipHeader.Size];
        GzipHeader.Write(header);
        _output.Write(header);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_disposed;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _crc = Crc32.Append(_crc, buffer);
        _length += (uint)buffer.Length;
        while (!buffer.IsEmpty)
        {
            if (_end == _buffer.Length)
            {
                Compress(isLast: false);
            }
            int count = Math.Min(buffer.Length, _buffer.Length - _end);
            buffer[..count].CopyTo(_buffer.AsSpan(_end));
            _end += count;
            buffer = buffer[count..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Does nothing: cutting the stream here would change its bytes.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            Compress(isLast: true);
            Span<byte> trailer = stackalloc byte[GzipHeader.TrailerSize];
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
            BinaryPrimitives.WriteUInt32LittleEndian(trailer[sizeof(uint)..], _length);
            _output.Write(trailer);
            if (!_leaveOpen)
            {
                _output.Dispose();
            }
        }
        base.Dispose(disposing);
    }

    private unsafe void Compress(bool isLast)
    {
        fixed (byte* buffer = _buffer)
        {
            _compressor.TryCompress(buffer + Window, buffer + _end, isLast, Array.MaxLength);
            _output.Write(_compressor.Output.Written);
            _compressor.Output.ClearWritten();
            if (!isLast)
            {
                int piece = _end - Window;
                _buffer.AsSpan(piece, Window).CopyTo(_buffer);
                _compressor.Move(-piece);
                _end = Window;
            }
        }
    }
}
