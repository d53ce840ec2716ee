namespace Avocado.Cli.Inspect.Model;

/// <summary>Something that was not looked at, or that a reader should know; nothing bad.</summary>
/// <param name="Where">The part of the file; empty for all of it.</param>
/// <param name="Message">What to know.</param>
internal sealed record Note(string Where, string Message);
