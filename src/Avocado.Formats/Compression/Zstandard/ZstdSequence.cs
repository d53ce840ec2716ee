namespace Avocado.Formats.Compression.Zstandard;

/// <summary>Literals, then a match.</summary>
/// <param name="Literals">How many literals.</param>
/// <param name="MatchLength">The match's length.</param>
/// <param name="Offset">How far back it is.</param>
internal readonly record struct ZstdSequence(uint Literals, uint MatchLength, uint Offset);
