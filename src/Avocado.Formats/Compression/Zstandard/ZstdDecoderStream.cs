using System.Buffers.Binary;
using Avocado.Formats.Compression.Checksums;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>
/// Decompresses a Zstandard file (RFC 8878) forward: any number of frames, skippable ones passed over, checksums
/// verified. Memory is bounded by the largest window that is accepted, and never much more than was unpacked. It
/// reads ahead, so where the source stands afterwards is not defined.
/// </summary>
public sealed class ZstdDecoderStream : DecoderStream
{
    private readonly long _maxWindow;
    private readonly ZstdInput _input;
    private readonly FrameDecoder _decoder = new();
    private readonly StreamWindow _window = new();

    /// <summary>A block behind a word that backward readers may touch.</summary>
    private readonly byte[] _block = new byte[ZstdFormat.WordSize + ZstdFormat.MaxBlockSize];
    private FrameHeader _frame;
    private XxHash64 _hash;
    private bool _inFrame;
    private bool _sawFrame;
    private long _frameLength;

    /// <param name="source">Stands at the first byte of the file.</param>
    /// <param name="leaveOpen">Keeps the source open when this stream is disposed.</param>
    /// <param name="maxOutput">Unpacking to more bytes than this is refused as damage.</param>
    /// <param name="maxWindow">Frames with larger windows, in bytes, are refused (AVO0202).</param>
    public ZstdDecoderStream(
        Stream source,
        bool leaveOpen = false,
        long maxOutput = long.MaxValue,
        long maxWindow = ZstdFormat.DefaultMaxWindow)
        : base(source, leaveOpen, maxOutput, ZstdFormat.Name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxWindow, 1L << 30);
        _maxWindow = maxWindow;
        _input = new ZstdInput(source);
    }

    /// <inheritdoc/>
    private protected override int ReadNext(Span<byte> buffer)
    {
        while (_window.Pending.IsEmpty)
        {
            if (!_inFrame && !TryOpenFrame())
            {
                return 0;
            }
            ReadBlock();
        }
        int count = Math.Min(buffer.Length, _window.Pending.Length);
        _window.Pending[..count].CopyTo(buffer);
        _window.Take(count);
        return count;
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
}
