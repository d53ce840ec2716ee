namespace Avocado.Formats.SquashFs;

/// <summary>The blocks of a file that belong to it alone. Most files have none: they lie in fragments.</summary>
internal sealed class StoredBlocks(int count)
{
    /// <summary>What files without own blocks share.</summary>
    public static StoredBlocks None { get; } = new(0);

    /// <summary>How each block is stored.</summary>
    public StoredSize[] Sizes { get; } = new StoredSize[count];

    /// <summary>Position of the first one in the image.</summary>
    public long Start { get; private set; }

    /// <summary>Their bytes on disk.</summary>
    public long StoredLength { get; private set; }

    /// <summary>Bytes in blocks of zeros.</summary>
    public long Sparse { get; private set; }

    /// <summary>The blocks lie elsewhere than where they were written first.</summary>
    public void MoveTo(long start) => Start = start;

    /// <summary>Notes where and how the next block was written.</summary>
    /// <param name="block">Its number; they come in order.</param>
    /// <param name="position">Where in the image.</param>
    /// <param name="length">Uncompressed bytes.</param>
    /// <param name="stored">How it is stored.</param>
    public void Add(int block, long position, int length, StoredSize stored)
    {
        Start = block == 0 ? position : Start;
        Sizes[block] = stored;
        StoredLength += stored.Length;
        Sparse += stored.IsHole ? length : 0;
    }
}
