namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Puts parser and writer together; what encoders of blocks and of streams share.</summary>
internal sealed unsafe class ZstdCompressor
{
    private readonly BlockParser _parser;
    private readonly SequenceStore _store = new();
    private readonly BlockWriter _writer = new();
    private readonly BlockSplitter _splitter = new();

    /// <param name="effort">How hard to look.</param>
    /// <param name="maxIndex">Where numbers of positions begin anew; decides nothing.</param>
    public ZstdCompressor(ZstdEffort effort, uint maxIndex = InputIndex.DefaultMax)
    {
        Effort = effort;
        _parser = Effort.CreateParser(maxIndex);
    }

    /// <summary>How hard it looks.</summary>
    public ZstdEffort Effort { get; }

    /// <summary>Begins a frame.</summary>
    /// <param name="source">Its first byte.</param>
    /// <param name="size">Its size, or <see cref="long.MaxValue"/> when that is not known.</param>
    public void Begin(byte* source, long size)
    {
        _parser.Begin(source, size);
        _writer.Clear();
    }

    /// <summary>The input that was compressed last was moved in memory by so many bytes.</summary>
    public void Move(long distance) => _parser.Move(distance);

    /// <summary>The most that a piece becomes, in bytes.</summary>
    public static long MaxSize(long pieceSize) =>
        pieceSize + (BlockHeader.Size * BlockSplitter.MaxParts * ((pieceSize / ZstdFormat.MaxBlockSize) + 1));

    /// <summary>Compresses a piece of the frame, which follows the pieces before in memory.</summary>
    /// <param name="next">The first byte.</param>
    /// <param name="end">Behind the last; nothing there is read.</param>
    /// <param name="isLast">Whether the frame ends with it.</param>
    /// <param name="destination">Where its blocks go.</param>
    /// <returns>How many bytes they take; 0 when there is no room for them, and the frame is of no use.</returns>
    public int Compress(byte* next, byte* end, bool isLast, Span<byte> destination)
    {
        int written = 0;
        do
        {
            int length = (int)Math.Min(end - next, ZstdFormat.MaxBlockSize);
            byte* blockEnd = next + length;
            _parser.Parse(_store, next, blockEnd, end, _writer.Repeats);
            int size = Write(next, length, isLast && blockEnd == end, destination[written..]);
            if (size == 0)
            {
                return 0;
            }
            written += size;
            next = blockEnd;
        }
        while (next < end);
        return written;
    }

    /// <summary>Writes what was parsed, as one block or several.</summary>
    private int Write(byte* next, int length, bool isLast, Span<byte> destination)
    {
        if (!Effort.SplitsBlocks)
        {
            var whole = new BlockPart(_store.Literals, _store.LiteralCount, _store.Sequences, _store.Count);
            return _writer.Write(new ReadOnlySpan<byte>(next, length), whole, isLast, destination);
        }
        int written = 0;
        int start = 0;
        int literalStart = 0;
        byte* blockEnd = next + length;
        foreach (int end in _splitter.Split(_store, _writer.Repeats))
        {
            bool isRest = end == _store.Count;
            int literals = 0;
            int size = 0;
            for (int i = start; i < end; i++)
            {
                literals += (int)_store.Sequences[i].Literals;
                size += (int)_store.Sequences[i].MatchLength;
            }
            literals = isRest ? _store.LiteralCount - literalStart : literals;
            size = isRest ? (int)(blockEnd - next) : size + literals;
            var part = new BlockPart(
                _store.Literals + literalStart, literals, _store.Sequences + start, end - start);
            int block = _writer.Write(
                new ReadOnlySpan<byte>(next, size), part, isLast && isRest, destination[written..]);
            if (block == 0)
            {
                return 0;
            }
            written += block;
            next += size;
            start = end;
            literalStart += literals;
        }
        return written;
    }
}
