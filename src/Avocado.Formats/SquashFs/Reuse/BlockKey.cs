using Avocado.Files;

namespace Avocado.Formats.SquashFs.Reuse;

/// <summary>
/// What a block holds before it is compressed: with the same encoding, the same key means the same stored bytes.
/// </summary>
/// <param name="Content">SHA-256 of the whole file, or what <see cref="FragmentKey"/> makes of several.</param>
/// <param name="Block">The block's number in its file; <see cref="Fragment"/> for a block of several files.</param>
public readonly record struct BlockKey(Sha256Digest Content, int Block)
{
    /// <summary>The number of a block that holds several files.</summary>
    public const int Fragment = -1;
}
