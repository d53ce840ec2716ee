namespace Avocado.Images.Apps.Tools;

/// <summary>A file that a tool writes.</summary>
/// <param name="Name">What it is called in the cache, the same on every machine.</param>
/// <param name="Path">Full path.</param>
public readonly record struct ToolOutput(string Name, string Path);
