namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Writes blocks in whichever form is smallest; keeps what decoders remember from block to block.</summary>
internal sealed unsafe class BlockWriter
{
    /// <summary>More than sequences and literals take before it is known that they are too large.</summary>
    private const int ScratchSize = 6 * ZstdFormat.MaxBlockSize;

    /// <summary>Shorter blocks are never smaller when compressed.</summary>
    private const int MinCompressed = 8;

    private readonly LiteralsEncoder _literals = new();
    private readonly SequenceEncoder _sequences = new();
    private readonly Pinned<byte> _scratch = new(ScratchSize);
    private RepeatOffsets _repeats = RepeatOffsets.AtStart;
    private bool _isFirst = true;

    /// <summary>The offsets that the next sequence may repeat.</summary>
    public RepeatOffsets Repeats => _repeats;

    /// <summary>Begins a frame.</summary>
    public void Clear()
    {
        _literals.Clear();
        _sequences.Clear();
        _isFirst = true;
        _repeats = RepeatOffsets.AtStart;
    }

    /// <summary>Writes a block.</summary>
    /// <param name="source">What the block holds.</param>
    /// <param name="part">The same as sequences.</param>
    /// <param name="isLast">Whether the frame ends with it.</param>
    /// <param name="destination">Where it goes.</param>
    /// <returns>How many bytes it takes; 0 when there is no room for them.</returns>
    public int Write(ReadOnlySpan<byte> source, in BlockPart part, bool isLast, Span<byte> destination)
    {
        if (destination.Length < BlockHeader.Size + 1)
        {
            // An empty last block has nothing but a header.
            return source.IsEmpty ? WriteStored(source, isLast, destination) : 0;
        }
        // Tools before 2019 do not take a run for a frame's first block.
        if (!_isFirst && source.Length > 1 && source.IndexOfAnyExcept(source[0]) < 0)
        {
            new BlockHeader(isLast, BlockType.Rle, source.Length).Write(destination);
            destination[BlockHeader.Size] = source[0];
            return BlockHeader.Size + 1;
        }
        _isFirst = false;
        RepeatOffsets repeats = _repeats;
        int size = source.Length > MinCompressed ? Compress(part, ref repeats) : 0;
        if (size == 0 || size >= source.Length - MinGain(source.Length))
        {
            return WriteStored(source, isLast, destination);
        }
        if (BlockHeader.Size + size > destination.Length)
        {
            return 0;
        }
        _literals.Commit();
        _sequences.Commit();
        _repeats = repeats;
        new BlockHeader(isLast, BlockType.Compressed, size).Write(destination);
        _scratch.Span[..size].CopyTo(destination[BlockHeader.Size..]);
        return BlockHeader.Size + size;
    }

    /// <summary>So many bytes must be saved to make decoders work for them.</summary>
    private static int MinGain(int length) => (length >> 7) + 2;

    private static int WriteStored(ReadOnlySpan<byte> source, bool isLast, Span<byte> destination)
    {
        if (BlockHeader.Size + source.Length > destination.Length)
        {
            return 0;
        }
        new BlockHeader(isLast, BlockType.Raw, source.Length).Write(destination);
        source.CopyTo(destination[BlockHeader.Size..]);
        return BlockHeader.Size + source.Length;
    }

    private int Compress(in BlockPart part, ref RepeatOffsets repeats)
    {
        byte* scratch = _scratch.Pointer;
        int literals = _literals.Write(part.Literals, part.LiteralCount, scratch);
        int sequences = _sequences.Write(part.Sequences, part.Count, ref repeats, scratch + literals);
        return sequences == 0 ? 0 : literals + sequences;
    }
}
