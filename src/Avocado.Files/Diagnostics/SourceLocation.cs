namespace Avocado.Files.Diagnostics;

/// <summary>A place in a file of the user's: lines and columns count from 1, 0 means unknown.</summary>
public sealed record SourceLocation(string File, int Line = 0, int Column = 0);
