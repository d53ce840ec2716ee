namespace Avocado.Formats.SquashFs.Based;

/// <summary>Holes, each as large as it can be, and the open end behind all of them. First fit.</summary>
/// <param name="end">Where the open end starts.</param>
internal sealed class FreeSpace(long end)
{
    private readonly List<Extent> _holes = [];

    /// <summary>Where the open end starts: nothing that was taken lies behind it.</summary>
    public long End { get; private set; } = end;

    /// <summary>The holes, by position.</summary>
    public IReadOnlyList<Extent> Holes => _holes;

    /// <summary>What is not taken; the open end starts behind the last that is.</summary>
    /// <param name="start">Where the space starts.</param>
    /// <param name="taken">By position, none over another.</param>
    public static FreeSpace Between(long start, IEnumerable<Extent> taken)
    {
        var space = new FreeSpace(start);
        foreach (Extent extent in taken)
        {
            if (extent.Start > space.End)
            {
                space._holes.Add(new Extent(space.End, extent.Start - space.End));
            }
            space.End = Math.Max(space.End, extent.End);
        }
        return space;
    }

    /// <summary>Gives a range back, which lies before the end and is not free.</summary>
    public void Free(Extent range)
    {
        if (range.Length == 0)
        {
            return;
        }
        int index = IndexOfFirstBehind(range.Start);
        if (index < _holes.Count && _holes[index].Start == range.End)
        {
            range = range with { Length = range.Length + _holes[index].Length };
            _holes.RemoveAt(index);
        }
        if (index > 0 && _holes[index - 1].End == range.Start)
        {
            index--;
            range = new Extent(_holes[index].Start, _holes[index].Length + range.Length);
            _holes.RemoveAt(index);
        }
        if (range.End == End)
        {
            End = range.Start;
            return;
        }
        _holes.Insert(index, range);
    }

    /// <summary>Takes room from the first hole that has it, or from the open end.</summary>
    /// <returns>Where it starts.</returns>
    public long Take(long length)
    {
        for (int i = 0; i < _holes.Count; i++)
        {
            if (_holes[i].Length >= length)
            {
                return TakeFrom(i, length);
            }
        }
        return TakeEnd(length);
    }

    /// <summary>Takes room from the start of a hole.</summary>
    public long TakeFrom(int hole, long length)
    {
        Extent found = _holes[hole];
        if (found.Length == length)
        {
            _holes.RemoveAt(hole);
        }
        else
        {
            _holes[hole] = new Extent(found.Start + length, found.Length - length);
        }
        return found.Start;
    }

    /// <summary>Takes room at the open end.</summary>
    public long TakeEnd(long length)
    {
        End += length;
        return End - length;
    }

    private int IndexOfFirstBehind(long position)
    {
        int low = 0, high = _holes.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _holes[middle].Start < position ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
