namespace Avocado.Cli.Inspect.Model;

/// <summary>A line of veritytab(5).</summary>
/// <param name="Name">Name of the mapped device.</param>
/// <param name="Data">The data device as it is written, such as "PARTUUID=...".</param>
/// <param name="Hash">The device of the hash tree.</param>
/// <param name="RootHash">The root hash that it trusts.</param>
internal sealed record VerityTabReport(string Name, string Data, string Hash, string RootHash);
