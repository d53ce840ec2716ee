using System.Numerics;

namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Cuts blocks into literals and matches.</summary>
internal abstract unsafe class BlockParser(ZstdEffort effort, uint maxIndex)
{
    /// <summary>Tables need not be larger than what they index, but smaller ones than this save nothing.</summary>
    private const int MinTableLog = 12;
    private const int MaxTableLog = 30;

    /// <summary>How hard to look.</summary>
    protected ZstdEffort Effort => effort;

    /// <summary>The numbers of the input's bytes.</summary>
    protected InputIndex Index { get; } = new(maxIndex);

    /// <summary>Begins a frame.</summary>
    /// <param name="source">Its first byte.</param>
    /// <param name="size">Its size, or <see cref="long.MaxValue"/> when that is not known.</param>
    public void Begin(byte* source, long size)
    {
        int sizeLog = BitOperations.Log2((ulong)Math.Max(size - 1, 1)) + 1;
        Prepare(Math.Clamp(sizeLog, MinTableLog, MaxTableLog));
        if (Index.Begin(source))
        {
            Clear();
        }
    }

    /// <summary>The input was moved in memory.</summary>
    public void Move(long distance) => Index.Move(distance);

    /// <summary>Parses the next block of the frame.</summary>
    /// <param name="store">Receives the sequences.</param>
    /// <param name="start">The first byte.</param>
    /// <param name="end">Behind the last one.</param>
    /// <param name="inputEnd">Nothing is read from here on.</param>
    /// <param name="repeats">The offsets that may be repeated.</param>
    public void Parse(SequenceStore store, byte* start, byte* end, byte* inputEnd, RepeatOffsets repeats)
    {
        uint reduction = Index.Take(end, effort.Window);
        if (reduction > 0)
        {
            Reduce(reduction);
        }
        store.Clear();
        byte* anchor = end - start > MatchFinding.Margin ? Find(store, start, end, inputEnd, repeats) : start;
        store.Close(anchor, (uint)(end - anchor));
    }

    /// <summary>Finds the sequences of a block longer than <see cref="MatchFinding.Margin"/>.</summary>
    /// <returns>Behind the last match.</returns>
    protected abstract byte* Find(
        SequenceStore store, byte* start, byte* end, byte* inputEnd, RepeatOffsets repeats);

    /// <summary>Makes tables large enough for a frame.</summary>
    /// <param name="sizeLog">Logarithm of its size.</param>
    protected abstract void Prepare(int sizeLog);

    /// <summary>Clears tables.</summary>
    protected abstract void Clear();

    /// <summary>Makes the numbers in tables smaller.</summary>
    protected abstract void Reduce(uint reduction);
}
