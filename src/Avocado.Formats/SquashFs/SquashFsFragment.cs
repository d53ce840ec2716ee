namespace Avocado.Formats.SquashFs;

/// <summary>A block that holds several small files or tails.</summary>
/// <param name="Start">Position in the image.</param>
/// <param name="StoredLength">Bytes on disk.</param>
public readonly record struct SquashFsFragment(long Start, int StoredLength);
