using Avocado.Files.Serialization;

namespace Avocado.Cli.Inspect.Trees;

/// <summary>A tree file that was read.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="File">What it says.</param>
internal sealed record NamedTree(string Name, FileTreeFile File);
