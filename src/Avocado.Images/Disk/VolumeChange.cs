using Avocado.Files;
using Avocado.Formats.Segments;

namespace Avocado.Images.Disk;

/// <summary>How a file system came out of the one that was there before, in the same file.</summary>
/// <param name="Earlier">The root hash that it had.</param>
/// <param name="Written">What was written, in order: all else is as it was.</param>
public sealed record VolumeChange(Sha256Digest Earlier, IReadOnlyList<ByteRange> Written)
{
    /// <summary>How many bytes were written.</summary>
    public long WrittenBytes => Written.Sum(range => range.Length);
}
