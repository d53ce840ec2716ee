namespace Avocado.Formats.Compression.Zstandard;

/// <summary>The sequences and literals of a block, which may be a part of those in a store.</summary>
internal readonly unsafe struct BlockPart(byte* literals, int literalCount, ZstdSequence* sequences, int count)
{
    /// <summary>All literals, with those after the last match.</summary>
    public byte* Literals { get; } = literals;

    public int LiteralCount { get; } = literalCount;

    public ZstdSequence* Sequences { get; } = sequences;

    public int Count { get; } = count;
}
