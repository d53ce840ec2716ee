using Avocado.Cli.Inspect.Trees;

namespace Avocado.Cli.Inspect;

/// <summary>How an image is inspected.</summary>
internal sealed record InspectionOptions
{
    /// <summary>Who may sign.</summary>
    public TrustStore Trust { get; init; } = TrustStore.Empty;

    /// <summary>Where files' sources are looked up.</summary>
    public TreeCatalog Trees { get; init; } = TreeCatalog.Empty;

    /// <summary>List every path.</summary>
    public bool ListFiles { get; init; }

    /// <summary>How many threads may hash.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
