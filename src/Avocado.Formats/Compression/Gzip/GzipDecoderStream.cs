using Avocado.Formats.Compression.Checksums;
using Avocado.Formats.Compression.Deflate;

namespace Avocado.Formats.Compression.Gzip;

/// <summary>
/// Decompresses a gzip file forward: any number of members, all checksums verified, in constant memory. It reads
/// ahead, so where the source stands afterwards is not defined.
/// </summary>
public sealed class GzipDecoderStream : DecoderStream
{
    private const string Format = "gzip";

    private readonly InflateInput _input = new(Format);
    private readonly Inflater _inflater;
    private bool _inMember;
    private bool _sawMember;
    private uint _crc;
    private uint _memberLength;

    /// <param name="source">Stands at the first byte of the file.</param>
    /// <param name="leaveOpen">Keeps the source open when this stream is disposed.</param>
    /// <param name="maxOutput">Unpacking to more bytes than this is refused as damage.</param>
    public GzipDecoderStream(Stream source, bool leaveOpen = false, long maxOutput = long.MaxValue)
        : base(source, leaveOpen, maxOutput, Format)
    {
        _input.Restart(source);
        _inflater = new Inflater(_input);
    }

    /// <inheritdoc/>
    private protected override int ReadNext(Span<byte> buffer)
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
}
