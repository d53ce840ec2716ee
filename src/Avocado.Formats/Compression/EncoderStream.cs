using Avocado.Files;

namespace Avocado.Formats.Compression;

/// <summary>
/// Compresses what is written in bounded memory: a piece at a time, with a window of what came before it. The bytes
/// depend on what is written and the level alone, not on how it is cut into writes. The file is complete when the
/// stream is disposed.
/// </summary>
public abstract class EncoderStream : WriteOnlyStream
{
    private readonly bool _leaveOpen;
    private readonly int _window;

    /// <summary>A window of what was compressed last, then the piece. Pinned: the matchers keep pointers.</summary>
    private readonly byte[] _buffer;
    private int _end;
    private bool _isOpen;
    private bool _disposed;

    /// <param name="output">Where the file goes.</param>
    /// <param name="leaveOpen">Keeps the output open when this stream is disposed.</param>
    /// <param name="window">How far matches reach back, in bytes.</param>
    /// <param name="pieceSize">How many bytes are compressed at once. Part of what decides the bytes.</param>
    private protected EncoderStream(Stream output, bool leaveOpen, int window, int pieceSize)
    {
        ArgumentNullException.ThrowIfNull(output);
        Output = output;
        _leaveOpen = leaveOpen;
        _window = _end = window;
        _buffer = GC.AllocateUninitializedArray<byte>(window + pieceSize, pinned: true);
    }

    /// <inheritdoc/>
    public sealed override bool CanWrite => !_disposed;

    private protected Stream Output { get; }

    /// <inheritdoc/>
    public sealed override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        AddToChecksum(buffer);
        while (!buffer.IsEmpty)
        {
            if (_end == _buffer.Length)
            {
                CompressPiece(isLast: false);
            }
            int count = Math.Min(buffer.Length, _buffer.Length - _end);
            buffer[..count].CopyTo(_buffer.AsSpan(_end));
            _end += count;
            buffer = buffer[count..];
        }
    }

    /// <summary>Does nothing: cutting the stream here would change its bytes.</summary>
    public sealed override void Flush()
    {
    }

    private protected abstract void AddToChecksum(ReadOnlySpan<byte> content);

    /// <summary>Writes what the file begins with.</summary>
    /// <param name="piece">The first piece.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="isWhole">Whether the file ends with it.</param>
    private protected abstract unsafe void Begin(byte* piece, int length, bool isWhole);

    /// <summary>Writes a piece.</summary>
    /// <param name="piece">Its first byte, with the window before it.</param>
    /// <param name="length">How many bytes it has; 0 only when nothing was written to the stream.</param>
    /// <param name="isLast">Whether the file ends with it.</param>
    private protected abstract unsafe void Compress(byte* piece, int length, bool isLast);

    /// <summary>The input that was compressed last was moved in memory by so many bytes.</summary>
    private protected abstract void Move(long distance);

    private protected abstract void WriteTrailer();

    /// <inheritdoc/>
    protected sealed override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            CompressPiece(isLast: true);
            WriteTrailer();
            if (!_leaveOpen)
            {
                Output.Dispose();
            }
        }
        base.Dispose(disposing);
    }

    private unsafe void CompressPiece(bool isLast)
    {
        int length = _end - _window;
        fixed (byte* piece = &_buffer[_window])
        {
            if (!_isOpen)
            {
                Begin(piece, length, isLast);
                _isOpen = true;
            }
            Compress(piece, length, isLast);
        }
        if (!isLast)
        {
            _buffer.AsSpan(length, _window).CopyTo(_buffer);
            Move(-length);
            _end = _window;
        }
    }
}
