namespace Avocado.Cli.Inspect.Model;

/// <summary>A line of a mode's list.</summary>
/// <param name="Name">The extension.</param>
/// <param name="Types">"sysext", "confext" or "sysext,confext".</param>
/// <param name="Place">"store" or "factory".</param>
/// <param name="Sha256">The digest that its image must have.</param>
internal sealed record ModeExtensionReport(string Name, string Types, string Place, string Sha256);
