namespace Avocado.Formats.Compression.Xz;

/// <summary>Reads the blocks of a stream one after another (section 3).</summary>
internal sealed class XzBlockDecoder(XzInput input, Lzma2Decoder lzma2, XzCheck check)
{
    private XzBlockHeader? _header;
    private IXzStage? _chain;
    private long _dataStart;
    private long _produced;

    /// <summary>True while a block is open.</summary>
    public bool IsOpen => _header is not null;

    /// <summary>Begins a block, whose first byte was taken already.</summary>
    public void Open(byte sizeByte)
    {
        _header = XzBlockHeader.Read(sizeByte, input);
        _chain = XzFilterChain.Build(_header, lzma2);
        _dataStart = input.Position;
        _produced = 0;
    }

    /// <summary>Gives the next bytes of the open block; 0 at its end, when <see cref="Close"/> must follow.</summary>
    public int Read(Span<byte> destination)
    {
        int count = _chain!.Read(destination);
        check.Append(destination[..count]);
        _produced += count;
        if (_produced > (_header!.UncompressedSize ?? long.MaxValue))
        {
            throw XzFormat.Damaged("a block holds more than its header says");
        }
        return count;
    }

    /// <summary>Verifies the sizes and the checksum of the block that ended and notes it for the index.</summary>
    public void Close(XzIndexVerifier index)
    {
        XzBlockHeader header = _header!;
        long compressed = input.Position - _dataStart;
        if (compressed != (header.CompressedSize ?? compressed)
            || _produced != (header.UncompressedSize ?? _produced))
        {
            throw XzFormat.Damaged("a block has another size than its header says");
        }
        input.SkipPadding(XzFormat.PaddingOf(compressed));
        Span<byte> stored = stackalloc byte[check.Size];
        input.ReadExactly(stored);
        if (!check.Verify(stored))
        {
            throw XzFormat.Damaged("the checksum of a block is wrong");
        }
        index.AddBlock(header.HeaderSize + compressed + stored.Length, _produced);
        _header = null;
        _chain = null;
    }
}
