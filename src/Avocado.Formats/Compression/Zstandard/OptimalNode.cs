namespace Avocado.Formats.Compression.Zstandard;

/// <summary>The cheapest way to a position.</summary>
internal struct OptimalNode
{
    /// <summary>What it costs.</summary>
    public int Price;

    /// <summary>The length of the match it ends with; 0 when it ends with a literal.</summary>
    public uint Length;

    /// <summary>That match's offset.</summary>
    public uint Offset;

    /// <summary>How many literals it ends with.</summary>
    public uint Literals;

    /// <summary>The offsets that may be repeated there.</summary>
    public RepeatOffsets Repeats;
}
