namespace Avocado.Images.Apps.Trimming;

/// <summary>A warning of the trimmer, which whoever takes its result from the cache gets too.</summary>
/// <param name="Code">Such as IL2104.</param>
/// <param name="Kind">What it puts before the message, such as "Trim analysis".</param>
/// <param name="File">As it was given; a path below /_/ when the app's compiler was told so.</param>
/// <param name="Message">What it says.</param>
public sealed record TrimWarning(
    string? Code, string? Kind, string? File, int Line, int Column, int EndLine, int EndColumn, string Message);
