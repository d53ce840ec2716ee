namespace Avocado.Formats.Segments;

/// <summary>A run of bytes in a stream.</summary>
/// <param name="Offset">Where it starts.</param>
/// <param name="Length">How many bytes; at least one.</param>
internal readonly record struct StreamRun(long Offset, long Length);
