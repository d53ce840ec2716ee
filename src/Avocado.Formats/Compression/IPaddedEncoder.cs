namespace Avocado.Formats.Compression;

/// <summary>Compresses a block to a given length, so that what follows it need not move.</summary>
public interface IPaddedEncoder
{
    /// <summary>
    /// Fills <paramref name="destination"/> to its last byte with a block that decoders read as
    /// <paramref name="source"/>, padded where it is shorter. Tries harder than its codec's level when that is too long.
    /// </summary>
    /// <returns>False when it does not fit; what the destination then holds is of no use.</returns>
    bool TryEncode(ReadOnlySpan<byte> source, Span<byte> destination);
}
