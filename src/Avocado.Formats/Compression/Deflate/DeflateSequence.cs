namespace Avocado.Formats.Compression.Deflate;

/// <summary>A run of literals, then a match.</summary>
/// <param name="Literals">How many literals.</param>
/// <param name="Length">Length of the match; 0 at the end of a block, where no match follows.</param>
/// <param name="Offset">How far back the match lies, 1 to 32768.</param>
internal readonly record struct DeflateSequence(int Literals, ushort Length, ushort Offset);
