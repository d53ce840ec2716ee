namespace Avocado.Formats.Compression;

/// <summary>Decompresses one block at a time, in bounded memory.</summary>
public interface IBlockDecoder
{
    /// <summary>Decompresses a whole block.</summary>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">
    /// The block is damaged, or holds more than <paramref name="destination"/> takes.
    /// </exception>
    int Decode(ReadOnlySpan<byte> source, Span<byte> destination);
}
