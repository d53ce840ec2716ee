namespace Avocado.Formats.SquashFs.Based;

/// <summary>A range of bytes.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct Extent(long Start, long Length)
{
    /// <summary>Behind its last byte.</summary>
    public long End => Start + Length;
}
