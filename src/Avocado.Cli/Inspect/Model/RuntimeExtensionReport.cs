namespace Avocado.Cli.Inspect.Model;

/// <summary>An extension that belongs to a release.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">"store" or "factory".</param>
/// <param name="Sha256">Of its image.</param>
internal sealed record RuntimeExtensionReport(string Name, string Place, string Sha256);
