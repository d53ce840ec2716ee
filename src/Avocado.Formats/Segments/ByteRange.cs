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
        List<ByteRange> union = [.. ranges];
        union.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        int count = 0;
        foreach (ByteRange range in union.ToArray())
        {
            if (count > 0 && range.Start <= union[count - 1].End)
            {
                ByteRange last = union[count - 1];
                union[count - 1] = last with { Length = Math.Max(last.End, range.End) - last.Start };
            }
            else if (range.Length > 0)
            {
                union[count++] = range;
            }
        }
        union.RemoveRange(count, union.Count - count);
        return union;
    }
}
