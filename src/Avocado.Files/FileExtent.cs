namespace Avocado.Files;

/// <summary>A run of an image that holds bytes of a file.</summary>
/// <param name="Start">Where it starts in the image, in bytes.</param>
/// <param name="Length">How many bytes of the image it takes: compressed, where the image compresses.</param>
/// <param name="Fragment">
/// Where the file's bytes start in the unpacked block, in bytes, when several files share the block;
/// <see cref="Own"/> when the run is the file's alone.
/// </param>
public readonly record struct FileExtent(long Start, long Length, int Fragment = FileExtent.Own)
{
    /// <summary>The run belongs to one file.</summary>
    public const int Own = -1;
}
