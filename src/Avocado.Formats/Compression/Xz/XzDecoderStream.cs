using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Compression.Xz;

/// <summary>
/// Decompresses an XZ file forward: any number of streams with padding, all checksums verified. Memory is bounded by
/// the dictionary (at most 256 MiB, and never much more than was unpacked). It reads ahead, so where the source
/// stands afterwards is not defined.
/// </summary>
public sealed class XzDecoderStream : Stream
{
    private readonly Stream _source;
    private readonly bool _leaveOpen;
    private readonly long _maxOutput;
    private readonly XzInput _input;
    private readonly Lzma2Decoder _lzma2;
    private readonly XzIndexVerifier _index = new();
    private XzStreamFlags _flags;
    private XzCheck? _check;
    private XzBlockDecoder? _block;
    private AvocadoException? _failure;
    private bool _ended;
    private long _position;

    /// <param name="source">Stands at the first byte of the file.</param>
    /// <param name="leaveOpen">Keeps the source open when this stream is disposed.</param>
    /// <param name="maxOutput">Unpacking to more bytes than this is refused as damage.</param>
    public XzDecoderStream(Stream source, bool leaveOpen = false, long maxOutput = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(maxOutput);
        _source = source;
        _leaveOpen = leaveOpen;
        _maxOutput = maxOutput;
        _input = new XzInput(source);
        _lzma2 = new Lzma2Decoder(_input);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

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
    /// <exception cref="AvocadoException">AVO0202: the file uses a filter or check that is not known here.</exception>
    public override int Read(Span<byte> buffer)
    {
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
            int count = ReadNext(buffer);
            _ended = count == 0;
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
        if (disposing)
        {
            _input.Dispose();
            _index.Dispose();
            _check?.Dispose();
            if (!_leaveOpen)
            {
                _source.Dispose();
            }
        }
        base.Dispose(disposing);
    }

    private int ReadNext(Span<byte> buffer)
    {
        while (_block is not null || TryOpenStream())
        {
            if (_block.IsOpen)
            {
                int count = _block.Read(buffer);
                if (count > 0)
                {
                    return count;
                }
                _block.Close(_index);
            }
            byte first = _input.ReadByte();
            if (first != 0)
            {
                _block.Open(first);
                continue;
            }
            CloseStream(_index.ReadIndex(_input));
        }
        return 0;
    }

    /// <summary>Finds the next stream behind padding (section 2.2); false at the end of the file.</summary>
    [MemberNotNullWhen(true, nameof(_block))]
    private bool TryOpenStream()
    {
        bool isFirst = _input.Position == 0;
        long padding = 0;
        int first = _input.TryReadByte();
        for (; first == 0 && !isFirst; first = _input.TryReadByte())
        {
            padding++;
        }
        if (padding % XzFormat.Alignment != 0)
        {
            throw XzFormat.Damaged("the padding after a stream is not a multiple of four bytes");
        }
        if (first < 0)
        {
            return isFirst ? throw XzFormat.Damaged("it is empty") : false;
        }
        Span<byte> header = stackalloc byte[XzStreamHeader.Size];
        header[0] = (byte)first;
        _input.ReadExactly(header[1..]);
        _flags = XzStreamHeader.Read(header).Flags;
        _check?.Dispose();
        _check = new XzCheck(_flags.Check);
        _block = new XzBlockDecoder(_input, _lzma2, _check);
        return true;
    }

    private void CloseStream(long indexSize)
    {
        Span<byte> footer = stackalloc byte[XzStreamFooter.Size];
        _input.ReadExactly(footer);
        if (XzStreamFooter.Read(footer) != new XzStreamFooter(indexSize, _flags))
        {
            throw XzFormat.Damaged("the stream footer contradicts the stream");
        }
        _block = null;
    }

    private DamagedFormatException TooLarge() => XzFormat.Damaged(string.Create(
        CultureInfo.InvariantCulture, $"it unpacks to more than the {_maxOutput} bytes that may be here"));
}
