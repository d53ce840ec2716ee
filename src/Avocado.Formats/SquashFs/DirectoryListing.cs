using System.Collections.Immutable;

namespace Avocado.Formats.SquashFs;

/// <summary>Where a directory's listing was written.</summary>
/// <param name="Start">Its place in the directory table.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Index">The runs that begin in a further metadata block.</param>
internal sealed record DirectoryListing(
    MetadataReference Start, long Length, ImmutableArray<DirectoryIndexEntry> Index)
{
    /// <summary>No names.</summary>
    public static DirectoryListing Empty { get; } = new(default, 0, []);
}
