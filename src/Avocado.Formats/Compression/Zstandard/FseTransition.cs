namespace Avocado.Formats.Compression.Zstandard;

/// <summary>How a symbol changes a state.</summary>
/// <param name="Base">What to add to the shifted state for its place in the table of states.</param>
/// <param name="Bits">Added to a state, the high half is how many of its bits are written.</param>
internal readonly record struct FseTransition(int Base, int Bits);
