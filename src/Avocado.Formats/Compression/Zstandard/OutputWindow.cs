namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Where a block's content goes and what its matches may reach.</summary>
/// <param name="start">The first byte of the frame that is still there.</param>
/// <param name="next">Where the content goes; what comes before follows <paramref name="start"/>.</param>
/// <param name="end">Where the content must end at the latest.</param>
/// <param name="windowSize">How far matches may reach back.</param>
internal readonly unsafe struct OutputWindow(byte* start, byte* next, byte* end, long windowSize)
{
    public byte* Start { get; } = start;

    public byte* Next { get; } = next;

    public byte* End { get; } = end;

    public ulong WindowSize { get; } = (ulong)windowSize;
}
