namespace Avocado.Formats.Compression.Zstandard;

/// <summary>A table of positions, as large as a frame needs it.</summary>
internal sealed unsafe class PositionTable
{
    private Pinned<uint> _entries = new(1);

    /// <summary>Logarithm of how many entries are used.</summary>
    public int Log { get; private set; }

    /// <summary>The entries.</summary>
    public uint* Pointer => _entries.Pointer;

    /// <summary>Sets the number of entries. They keep what they hold: numbers of earlier frames mean nothing.</summary>
    public void Prepare(int log)
    {
        Log = log;
        if (_entries.Length < 1 << log)
        {
            _entries = new Pinned<uint>(1 << log);
        }
    }

    /// <summary>Empties all entries.</summary>
    public void Clear() => _entries.Span.Clear();

    /// <summary>Makes the numbers smaller; see <see cref="InputIndex.Take"/>.</summary>
    public void Reduce(uint reduction)
    {
        foreach (ref uint entry in _entries.Span)
        {
            entry = entry > reduction ? entry - reduction : 0;
        }
    }
}
