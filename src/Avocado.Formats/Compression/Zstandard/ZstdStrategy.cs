namespace Avocado.Formats.Compression.Zstandard;

/// <summary>How matches are found and chosen.</summary>
internal enum ZstdStrategy
{
    Fast,
    DoubleHash,
    Lazy,
    Optimal,
}
