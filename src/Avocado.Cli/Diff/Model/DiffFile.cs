namespace Avocado.Cli.Diff.Model;

/// <summary>An image that was compared.</summary>
/// <param name="Name">The file's name, without its folder.</param>
/// <param name="Size">Its length in bytes.</param>
internal sealed record DiffFile(string Name, long Size);
