namespace Avocado.Files;

/// <summary>
/// Names that are one file (hard links). Entries of one group have the same content, mode, owner and attributes.
/// </summary>
/// <param name="Source">Who numbered the group (a package, a folder), so that groups of two sources never meet.</param>
/// <param name="Number">The group within its source.</param>
public readonly record struct LinkGroup(string Source, int Number);
