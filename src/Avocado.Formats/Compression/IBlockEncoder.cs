namespace Avocado.Formats.Compression;

/// <summary>Compresses one block at a time.</summary>
public interface IBlockEncoder
{
    /// <summary>Compresses <paramref name="source"/>.</summary>
    /// <returns>
    /// The number of bytes written to <paramref name="destination"/>, or 0 when the result does not fit there: give
    /// a destination of the source's length less one to learn that a block is better stored.
    /// </returns>
    int Encode(ReadOnlySpan<byte> source, Span<byte> destination);
}
