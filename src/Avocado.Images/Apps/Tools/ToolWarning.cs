namespace Avocado.Images.Apps.Tools;

/// <summary>A warning of a tool, which whoever takes its result from the cache gets too.</summary>
/// <param name="Code">Such as IL2104.</param>
/// <param name="Kind">What it puts before the message, such as "Trim analysis".</param>
/// <param name="File">As it was given.</param>
/// <param name="Message">What it says.</param>
/// <param name="HelpLink">Address of a page about it.</param>
public sealed record ToolWarning(
    string? Code, string? Kind, string? File, int Line, int Column, int EndLine, int EndColumn, string Message,
    string? HelpLink = null);
