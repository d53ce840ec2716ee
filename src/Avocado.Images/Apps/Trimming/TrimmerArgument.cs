namespace Avocado.Images.Apps.Trimming;

/// <summary>One argument of the trimmer, without the folders that its files lie in.</summary>
/// <param name="Text">The option and its values; a file has its name here.</param>
/// <param name="File">Full path of the file whose bytes count; null when the text is all there is.</param>
public readonly record struct TrimmerArgument(string Text, string? File = null);
