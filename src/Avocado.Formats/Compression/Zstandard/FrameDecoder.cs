namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Decodes the blocks of a frame (section 3.1.1.2).</summary>
internal sealed unsafe class FrameDecoder
{
    private readonly LiteralsDecoder _literals = new();
    private readonly SequenceDecoder _sequences = new();
    private int _maxBlockSize;

    /// <summary>Begins a frame.</summary>
    public void Begin(FrameHeader header)
    {
        _maxBlockSize = header.MaxBlockSize;
        _literals.Clear();
        _sequences.Clear();
    }

    /// <summary>Decodes a block.</summary>
    /// <param name="header">The block's header.</param>
    /// <param name="source">
    /// <see cref="BlockHeader.StoredSize"/> bytes; <see cref="ZstdFormat.WordSize"/> bytes before them are readable.
    /// </param>
    /// <param name="output">Where the content goes.</param>
    /// <returns>How many bytes it has.</returns>
    public int Decode(BlockHeader header, byte* source, in OutputWindow output)
    {
        long room = Math.Min(output.End - output.Next, _maxBlockSize);
        if (header.Type == BlockType.Compressed)
        {
            var bounded = new OutputWindow(
                output.Start, output.Next, output.Next + room, (long)output.WindowSize);
            int size = _literals.Read(source, header.BlockSize, (int)room);
            return _sequences.Decode(source + size, header.BlockSize - size, _literals, bounded);
        }
        if (header.BlockSize > room)
        {
            throw ZstdFormat.Damaged("a block holds more than it should");
        }
        var target = new Span<byte>(output.Next, header.BlockSize);
        if (header.Type == BlockType.Raw)
        {
            new ReadOnlySpan<byte>(source, header.BlockSize).CopyTo(target);
        }
        else
        {
            target.Fill(*source);
        }
        return header.BlockSize;
    }
}
