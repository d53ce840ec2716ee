namespace Avocado.Formats.Deb822;

/// <summary>One field of a paragraph.</summary>
/// <param name="Name">As the file spells it; compared without case.</param>
/// <param name="Value">
/// The text after the colon, without surrounding blanks. Continuation lines follow after '\n', without their leading
/// blank; the line "." stands for an empty one and is read as such.
/// </param>
public readonly record struct Deb822Field(string Name, string Value);
