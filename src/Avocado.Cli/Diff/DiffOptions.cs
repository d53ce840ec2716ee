using Avocado.Cli.Inspect.Trees;

namespace Avocado.Cli.Diff;

/// <summary>How images are compared.</summary>
internal sealed record DiffOptions
{
    /// <summary>Where packages are looked up.</summary>
    public TreeCatalog Trees { get; init; } = TreeCatalog.Empty;
}
