namespace Avocado.Formats.SquashFs.Reuse;

/// <summary>Where a block lies in an image.</summary>
/// <param name="Position">Bytes from the image's start.</param>
/// <param name="Word">The block's size word, as the inode or the fragment table has it.</param>
/// <param name="Check">XXH64 of the stored bytes: what was damaged on disk is not taken over.</param>
public readonly record struct BlockPlace(long Position, uint Word, ulong Check)
{
    internal StoredSize Stored => new(Word);
}
