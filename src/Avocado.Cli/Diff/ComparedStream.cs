namespace Avocado.Cli.Diff;

/// <summary>One of two streams that are compared.</summary>
/// <param name="Side">The image that it belongs to.</param>
/// <param name="Stream">Stands at its start.</param>
/// <param name="Holes">Where the file around it has data; null when that is not known.</param>
/// <param name="Offset">Where the stream begins in that file.</param>
internal readonly record struct ComparedStream(
    ImageSide Side, Stream Stream, SparseFile? Holes = null, long Offset = 0)
{
    /// <summary>How many bytes from a position on are zeros that need not be read.</summary>
    public long HoleAt(long position) =>
        Holes is null ? 0 : Math.Min(Holes.NextData(Offset + position) - Offset, Stream.Length) - position;

    /// <summary>Fills as much of a buffer as there is.</summary>
    public int Fill(byte[] buffer) => Side.Fill(Stream, buffer);
}
