namespace Avocado.Formats.Segments;

/// <summary>A range of bytes.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">How many there are.</param>
public readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>Behind its last byte.</summary>
    public long End => Start + Length;

    /// <summary>What two ranges share; of length 0 when that is nothing.</summary>
    public ByteRange Intersect(ByteRange other)
    {
        long start = Math.Max(Start, other.Start);
        return new ByteRange(start, Math.Max(0, Math.Min(End, other.End) - start));
    }

    /// <summary>The whole blocks in it.</summary>
    public ByteRange WholeBlocks(int blockSize)
    {
        long start = (Start + blockSize - 1) / blockSize * blockSize;
        return new ByteRange(start, Math.Max(0, (End / blockSize * blockSize) - start));
    }

    /// <summary>Ranges in order, those that touch as one.</summary>
    public static List<ByteRange> Union(IEnumerable<ByteRange> ranges)
    {
        var union = new List<ByteRange>();
        foreach (ByteRange range in ranges.Where(range => range.Length > 0).OrderBy(range => range.Start))
        {
            if (union.Count > 0 && range.Start <= union[^1].End)
            {
                ByteRange last = union[^1];
                union[^1] = last with { Length = Math.Max(last.End, range.End) - last.Start };
            }
            else
            {
                union.Add(range);
            }
        }
        return union;
    }
}
