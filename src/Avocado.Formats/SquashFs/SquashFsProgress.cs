namespace Avocado.Formats.SquashFs;

/// <summary>How far writing the files' data is.</summary>
/// <param name="Done">Uncompressed bytes of the files that are written or were found to be there already.</param>
/// <param name="Total">Uncompressed bytes there are.</param>
public readonly record struct SquashFsProgress(long Done, long Total);
