namespace Avocado.Cli.Inspect.Rendering;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsRight">Numbers are aligned to the right.</param>
/// <param name="IsOptional">Left out where there is no room.</param>
internal sealed record TextColumn(string Name, bool IsRight = false, bool IsOptional = false);
