namespace Avocado.Formats.SquashFs.Based;

/// <summary>
/// Stored bytes that the base has not: a file's own blocks or a fragment. They wait until all lengths are known.
/// </summary>
/// <param name="start">Where in the spool.</param>
/// <param name="file">The file; null for a fragment.</param>
/// <param name="size">How the fragment is stored.</param>
internal sealed class SpooledRun(long start, StoredFile? file, StoredSize size)
{
    /// <summary>Where in the spool.</summary>
    public long Start => start;

    /// <summary>The file; null for a fragment.</summary>
    public StoredFile? File => file;

    /// <summary>How the fragment is stored.</summary>
    public StoredSize Size => size;

    /// <summary>The number that a fragment of the base keeps; null for a new one.</summary>
    public int? Fragment { get; init; }

    /// <summary>Where the base has what was there before.</summary>
    public long? EarlierPosition { get; init; }

    /// <summary>How many bytes there are.</summary>
    public long Length { get; set; }

    /// <summary>Where in the image they go.</summary>
    public long Position { get; set; }
}
