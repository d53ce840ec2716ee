using System.Diagnostics.CodeAnalysis;

namespace Avocado.Formats.Compression.Xz;

/// <summary>
/// Decompresses an XZ file forward: any number of streams with padding, all checksums verified. Memory is bounded by
/// the dictionary: at most 256 MiB, and beyond 16 MiB never much more than was unpacked. It reads ahead, so where the
/// source stands afterwards is not defined.
/// </summary>
public sealed class XzDecoderStream : DecoderStream
{
    private readonly XzInput _input;
    private readonly Lzma2Decoder _lzma2;
    private readonly XzIndexVerifier _index = new();
    private XzStreamFlags _flags;
    private XzCheck? _check;
    private XzBlockDecoder? _block;

    /// <param name="source">Stands at the first byte of the file.</param>
    /// <param name="leaveOpen">Keeps the source open when this stream is disposed.</param>
    /// <param name="maxOutput">Unpacking to more bytes than this is refused as damage.</param>
    public XzDecoderStream(Stream source, bool leaveOpen = false, long maxOutput = long.MaxValue)
        : base(source, leaveOpen, maxOutput, XzFormat.Name)
    {
        _input = new XzInput(source);
        _lzma2 = new Lzma2Decoder(_input);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _input.Dispose();
            _lzma2.Release();
            _index.Dispose();
            _check?.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    private protected override int ReadNext(Span<byte> buffer)
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
}
