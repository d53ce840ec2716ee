namespace Avocado.Formats.Segments;

/// <summary>A range of bytes.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">How many there are.</param>
public readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>Behind its last byte.</summary>
    public long End => Start + Length;
}
