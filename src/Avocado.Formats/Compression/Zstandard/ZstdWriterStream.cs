using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Compresses what is written to a Zstandard file of one frame with a checksum, in bounded memory: a window, which
/// grows with the level to 8 MiB, and what the matchers of the level need. The bytes depend on what is written and the
/// level alone, not on how it is cut into writes. The file is complete when the stream is disposed.
/// </summary>
public sealed class ZstdWriterStream : Stream
{
    /// <summary>Compressed at once. Part of what decides the bytes.</summary>
    private const int PieceSize = 1 << 20;

    private readonly Stream _output;
    private readonly bool _leaveOpen;
    private readonly ZstdCompressor _compressor;
    private readonly byte[] _compressed = new byte[ZstdCompressor.MaxSize(PieceSize)];

    /// <summary>A window of what was compressed last, then the piece. Pinned: the matchers keep pointers.</summary>
    private readonly byte[] _buffer;

    /// <summary>Where the piece begins.</summary>
    private readonly int _window;
    private int _end;
    private XxHash64 _hash = new();
    private bool _isOpen;
    private bool _disposed;

    /// <param name="output">Where the file goes.</param>
    /// <param name="level">1 (fast) to 19 (small).</param>
    /// <param name="leaveOpen">Keeps the output open when this stream is disposed.</param>
    public ZstdWriterStream(Stream output, int level = ZstdEncoder.DefaultLevel, bool leaveOpen = false)
        : this(output, ZstdEffort.Of(level), leaveOpen, InputIndex.DefaultMax)
    {
    }

    internal ZstdWriterStream(Stream output, ZstdEffort effort, bool leaveOpen, uint maxIndex)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        _leaveOpen = leaveOpen;
        _compressor = new ZstdCompressor(effort, maxIndex);
        _window = (int)_compressor.Effort.Window;
        _buffer = GC.AllocateUninitializedArray<byte>(_window + PieceSize, pinned: true);
        _end = _window;
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
        _hash.Append(buffer);
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
            Span<byte> checksum = stackalloc byte[ZstdFormat.ChecksumSize];
            BinaryPrimitives.WriteUInt32LittleEndian(checksum, (uint)_hash.Value);
            _output.Write(checksum);
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
            byte* piece = buffer + _window;
            int length = _end - _window;
            if (!_isOpen)
            {
                Open(piece, length, isLast);
            }
            int size = _compressor.Compress(piece, buffer + _end, isLast, _compressed);
            _output.Write(_compressed, 0, size);
            if (!isLast)
            {
                _buffer.AsSpan(length, _window).CopyTo(_buffer);
                _compressor.Move(-length);
                _end = _window;
            }
        }
    }

    /// <summary>Only what fits into one piece is known in size when the frame begins.</summary>
    private unsafe void Open(byte* piece, int length, bool isWhole)
    {
        Span<byte> header = stackalloc byte[FrameHeader.MaxSize];
        int size = isWhole && length <= _window
            ? FrameHeader.Write(header, 0, length, hasChecksum: true)
            : FrameHeader.Write(header, _compressor.Effort.WindowLog, isWhole ? length : null, hasChecksum: true);
        _output.Write(header[..size]);
        _compressor.Begin(piece, isWhole ? length : long.MaxValue);
        _isOpen = true;
    }
}
