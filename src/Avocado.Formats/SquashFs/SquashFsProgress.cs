namespace Avocado.Formats.SquashFs;

/// <summary>How far writing the files' data is.</summary>
/// <param name="Done">Uncompressed bytes written.</param>
/// <param name="Total">Uncompressed bytes there are; duplicates count once.</param>
public readonly record struct SquashFsProgress(long Done, long Total);
