namespace Avocado.Formats.Ar;

/// <summary>A member of an ar archive.</summary>
/// <param name="Name">Its name, without the '/' that GNU ar appends. Not a path to be trusted.</param>
/// <param name="Size">Its content's size in bytes.</param>
public readonly record struct ArMember(string Name, long Size);
