namespace Avocado.Formats.SquashFs;

/// <summary>Where a table of metadata blocks lies in an image.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Start">Position of the first block.</param>
/// <param name="End">Position behind the last block.</param>
internal readonly record struct MetadataRegion(string Name, long Start, long End);
