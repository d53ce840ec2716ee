namespace Avocado.Formats.Kmod;

/// <summary>A value of an index.</summary>
/// <param name="Key">Module name, alias pattern or "symbol:" and a symbol's name.</param>
/// <param name="Value">The module, or its path and those of what it needs.</param>
/// <param name="Priority">Smaller ones are tried first.</param>
public readonly record struct KmodIndexEntry(string Key, string Value, int Priority);
