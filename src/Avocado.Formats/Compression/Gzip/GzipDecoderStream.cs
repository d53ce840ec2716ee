using System.Globalization;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.Compression.Deflate;

namespace Avocado.Formats.Compression.Gzip;

/// <summary>
/// Decompresses a gzip file forward: any number of members, all checksums verified, in constant memory. It reads
/// ahead, so where the source stands afterwards is not defined.
/// </summary>
public sealed class GzipDecoderStream : Stream
{
    private const string Format = "gzip";

    private readonly Stream _source;
    private readonly bool _leaveOpen;
    private readonly long _maxOutput;
    private readonly InflateInput _input = new(Format);
    private readonly Inflater _inflater;
    private AvocadoException? _failure;
    private bool _inMember;
    private bool _sawMember;
    private bool _ended;
    private bool _disposed;
    private uint _crc;
    private uint _memberLength;
    private long _position;

    /// <param name="source">Stands at the first byte of the file.</param>
    /// <param name="leaveOpen">Keeps the source open when this stream is disposed.</param>
    /// <param name="maxOutput">Unpacking to more bytes than this is refused as damage.</param>
    public GzipDecoderStream(Stream source, bool leaveOpen = false, long maxOutput = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(maxOutput);
        _source = source;
        _leaveOpen = leaveOpen;
        _maxOutput = maxOutput;
        _input.Restart(source);
        _inflater = new Inflater(_input);
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

    private int ReadNext(Span<byte> buffer)
    {
        while (_inMember || TryOpenMember())
        {
            int count = _inflater.Read(buffer);
            if (count > 0)
            {
                _crc = Crc32.Append(_crc, buffer[..count]);
                _memberLength += (uint)count;
                return count;
            }
            CloseMember();
        }
        return 0;
    }

    private bool TryOpenMember()
    {
        bool isFirst = !_sawMember;
        int first = _input.TryReadByte();
        if (!isFirst)
        {
            // Tapes and some packers fill up with zeros.
            while (first == 0)
            {
                first = _input.TryReadByte();
            }
        }
        if (first < 0 && !isFirst)
        {
            return false;
        }
        if (first != GzipHeader.Magic[0])
        {
            throw _input.Damaged(isFirst ? "it does not begin as a gzip file does" : "something follows its end");
        }
        GzipHeader.Read(_input);
        _inflater.Restart();
        _crc = 0;
        _memberLength = 0;
        return _inMember = _sawMember = true;
    }

    private void CloseMember()
    {
        if (_input.ReadUInt32() != _crc || _input.ReadUInt32() != _memberLength)
        {
            throw _input.Damaged("its checksum is wrong");
        }
        _inMember = false;
    }

    private DamagedFormatException TooLarge() => _input.Damaged(string.Create(
        CultureInfo.InvariantCulture, $"it unpacks to more than the {_maxOutput} bytes that may be here"));
}
