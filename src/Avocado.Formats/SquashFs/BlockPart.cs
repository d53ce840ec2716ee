namespace Avocado.Formats.SquashFs;

/// <summary>A whole file that lies in one block.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">Where in the uncompressed block it starts.</param>
internal readonly record struct BlockPart(StoredFile File, int Offset);
