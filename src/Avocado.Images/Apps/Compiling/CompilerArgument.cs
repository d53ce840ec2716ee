namespace Avocado.Images.Apps.Compiling;

/// <summary>One argument of the compiler.</summary>
/// <param name="Text">Without folders that do not matter; the project's own is in it as it is.</param>
/// <param name="File">Full path of the file whose bytes count; null when the text is all there is.</param>
/// <param name="NamesPlaces">True for a file that .NET's build writes the project's folder into.</param>
internal readonly record struct CompilerArgument(string Text, string? File = null, bool NamesPlaces = false);
