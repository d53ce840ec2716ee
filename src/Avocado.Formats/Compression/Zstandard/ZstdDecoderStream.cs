using System.Buffers.Binary;
using System.Globalization;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Decompresses a Zstandard file (RFC 8878) forward: any number of frames, skippable ones passed over, checksums
/// verified. Memory is bounded by the largest window that is accepted, and never much more than was unpacked. It
/// reads ahead, so where the source stands afterwards is not defined.
/// </summary>
public sealed class ZstdDecoderStream : Stream
{
    private readonly Stream _source;
    private readonly bool _leaveOpen;
    private readonly long _maxOutput;
    private readonly long _maxWindow;
    private readonly ZstdInput _input;
    private readonly FrameDecoder _decoder = new();
    private readonly StreamWindow _window = new();

    /// <summary>A block behind a word that backward readers may touch.</summary>
    private readonly byte[] _block = new byte[ZstdFormat.WordSize + ZstdFormat.MaxBlockSize];
    private FrameHeader _frame;
    private XxHash64 _hash;
    private AvocadoException? _failure;
    private bool _inFrame;
    private bool _sawFrame;
    private bool _ended;
    private bool _disposed;
    private long _frameLength;
    private long _position;

    /// <param name="source">Stands at the first byte of the file.</param>
    /// <param name="leaveOpen">Keeps the source open when this stream is disposed.</param>
    /// <param name="maxOutput">Unpacking to more bytes than this is refused as damage.</param>
    /// <param name="maxWindow">Frames with larger windows, in bytes, are refused (AVO0202).</param>
    public ZstdDecoderStream(
        Stream source,
        bool leaveOpen = false,
        long maxOutput = long.MaxValue,
        long maxWindow = ZstdFormat.DefaultMaxWindow)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(maxOutput);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxWindow, 1L << 30);
        _source = source;
        _leaveOpen = leaveOpen;
        _maxOutput = maxOutput;
        _maxWindow = maxWindow;
        _input = new ZstdInput(source);
    }

    /// <inheritdoc/>
    public override bool CanRead => !_disposed;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <summary>How many bytes were unpacked.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Unpacks the next bytes.</summary>
    /// <returns>How many; 0 only when everything was unpacked and verified.</returns>
    /// <exception cref="DamagedFormatException">The file is damaged, cut off or unpacks to too much.</exception>
    /// <exception cref="AvocadoException">AVO0202: the file needs a dictionary or too large a window.</exception>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failure is not null)
        {
            // After damage nothing that follows can be trusted: the stream keeps failing.
            throw _failure;
        }
        if (buffer.IsEmpty || _ended)
        {
            return 0;
        }
        try
        {
            while (_window.Pending.IsEmpty)
            {
                if (!_inFrame && !TryOpenFrame())
                {
                    _ended = true;
                    return 0;
                }
                ReadBlock();
            }
            int count = Math.Min(buffer.Length, _window.Pending.Length);
            _window.Pending[..count].CopyTo(buffer);
            _window.Take(count);
            _position += count;
            return _position <= _maxOutput ? count : throw TooLarge();
        }
        catch (AvocadoException failure)
        {
            _failure = failure;
            throw;
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int ReadByte()
    {
        byte value = 0;
        return Read(new Span<byte>(ref value)) == 1 ? value : -1;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            if (!_leaveOpen)
            {
                _source.Dispose();
            }
        }
        base.Dispose(disposing);
    }

    /// <summary>Passes over skippable frames and opens the next other one; false at the end.</summary>
    private bool TryOpenFrame()
    {
        Span<byte> header = stackalloc byte[FrameHeader.MaxSize];
        while (true)
        {
            int first = _input.TryReadByte();
            if (first < 0)
            {
                return _sawFrame ? false : throw ZstdFormat.Damaged("it is empty");
            }
            header[0] = (byte)first;
            _input.ReadExactly(header[1..FrameHeader.MagicSize]);
            uint magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
            if (magic == ZstdFormat.Magic)
            {
                break;
            }
            if ((magic & ZstdFormat.SkippableMask) != ZstdFormat.SkippableMagic)
            {
                throw ZstdFormat.Damaged(
                    _sawFrame ? "something follows its end" : "it does not begin as a frame does");
            }
            _input.ReadExactly(header[..sizeof(uint)]);
            _input.Skip(BinaryPrimitives.ReadUInt32LittleEndian(header));
            _sawFrame = true;
        }
        _input.ReadExactly(header[FrameHeader.MagicSize..FrameHeader.FixedSize]);
        _input.ReadExactly(header[FrameHeader.FixedSize..FrameHeader.SizeOf(header[FrameHeader.MagicSize])]);
        _frame = FrameHeader.Read(header, _maxWindow);
        _decoder.Begin(_frame);
        _window.Begin(_frame);
        _hash = new XxHash64();
        _frameLength = 0;
        return _inFrame = _sawFrame = true;
    }

    private unsafe void ReadBlock()
    {
        Span<byte> bytes = stackalloc byte[BlockHeader.Size];
        _input.ReadExactly(bytes);
        BlockHeader header = BlockHeader.Read(bytes, _frame.MaxBlockSize);
        _input.ReadExactly(_block.AsSpan(ZstdFormat.WordSize, header.StoredSize));
        ReadOnlySpan<byte> content;
        fixed (byte* block = _block)
        {
            content = _window.Decode(_decoder, header, block + ZstdFormat.WordSize);
        }
        _frameLength += content.Length;
        if (_frame.HasChecksum)
        {
            _hash.Append(content);
        }
        if (_frameLength > (_frame.ContentSize ?? long.MaxValue))
        {
            throw ZstdFormat.Damaged("a frame holds more than it should");
        }
        if (header.IsLast)
        {
            CloseFrame();
        }
    }

    private void CloseFrame()
    {
        if (_frameLength != (_frame.ContentSize ?? _frameLength))
        {
            throw ZstdFormat.Damaged("a frame has another size than it says");
        }
        if (_frame.HasChecksum)
        {
            Span<byte> stored = stackalloc byte[ZstdFormat.ChecksumSize];
            _input.ReadExactly(stored);
            if (BinaryPrimitives.ReadUInt32LittleEndian(stored) != (uint)_hash.Value)
            {
                throw ZstdFormat.Damaged("the checksum of a frame is wrong");
            }
        }
        _inFrame = false;
    }

    private DamagedFormatException TooLarge() => ZstdFormat.Damaged(string.Create(
        CultureInfo.InvariantCulture, $"it unpacks to more than the {_maxOutput} bytes that may be here"));
}
