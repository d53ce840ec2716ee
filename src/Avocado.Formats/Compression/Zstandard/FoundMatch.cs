namespace Avocado.Formats.Compression.Zstandard;

/// <summary>A match that may be taken, with every shorter length too.</summary>
/// <param name="Length">The longest length.</param>
/// <param name="Offset">How far back it is.</param>
internal readonly record struct FoundMatch(uint Length, uint Offset);
