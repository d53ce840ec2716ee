using Avocado.Formats.Segments;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>Holes, each as large as it can be, and the open end behind all of them. First fit.</summary>
/// <param name="end">Where the open end starts.</param>
internal sealed class FreeSpace(long end)
{
    private readonly List<ByteRange> _holes = [];

    /// <summary>Where the open end starts: nothing that was taken lies behind it.</summary>
    public long End { get; private set; } = end;

    /// <summary>The holes, by position.</summary>
    public IReadOnlyList<ByteRange> Holes => _holes;

    /// <summary>What is not taken; the open end starts behind the last that is.</summary>
    /// <param name="start">Where the space starts.</param>
    /// <param name="taken">By position, none over another.</param>
    public static FreeSpace Between(long start, IEnumerable<ByteRange> taken)
    {
        var space = new FreeSpace(start);
        foreach (ByteRange extent in taken)
        {
            if (extent.Start > space.End)
            {
                space._holes.Add(new ByteRange(space.End, extent.Start - space.End));
            }
            space.End = Math.Max(space.End, extent.End);
        }
        return space;
    }

    /// <summary>Gives a range back, which lies before the end and is not free.</summary>
    public void Free(ByteRange range)
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
            range = new ByteRange(_holes[index].Start, _holes[index].Length + range.Length);
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
    /// <param name="length">How much.</param>
    /// <param name="alignment">A power of two that divides where it starts.</param>
    /// <param name="preferred">Where it starts if it is free there.</param>
    /// <returns>Where it starts.</returns>
    public long Take(long length, int alignment = 1, long? preferred = null)
    {
        if (preferred is { } place && place % alignment == 0 && IndexOfHole(place, length) is >= 0 and var hole)
        {
            return TakeFrom(hole, place, length);
        }
        for (int i = 0; i < _holes.Count; i++)
        {
            long start = SquashFsFormat.AlignUp(_holes[i].Start, alignment);
            if (start + length <= _holes[i].End)
            {
                return TakeFrom(i, start, length);
            }
        }
        long end = SquashFsFormat.AlignUp(End, alignment);
        if (end > End)
        {
            _holes.Add(new ByteRange(End, end - End));
        }
        End = end;
        return TakeEnd(length);
    }

    /// <summary>Takes room from the start of a hole.</summary>
    public long TakeFrom(int hole, long length) => TakeFrom(hole, _holes[hole].Start, length);

    /// <summary>Takes room at the open end.</summary>
    public long TakeEnd(long length)
    {
        End += length;
        return End - length;
    }

    private long TakeFrom(int hole, long start, long length)
    {
        ByteRange found = _holes[hole];
        ByteRange before = new(found.Start, start - found.Start);
        ByteRange after = new(start + length, found.End - start - length);
        _holes.RemoveAt(hole);
        if (after.Length > 0)
        {
            _holes.Insert(hole, after);
        }
        if (before.Length > 0)
        {
            _holes.Insert(hole, before);
        }
        return start;
    }

    private int IndexOfHole(long start, long length) =>
        _holes.FindIndex(hole => hole.Start <= start && start + length <= hole.End);

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
