namespace Avocado.Files;

/// <summary>
/// Where an entry came from. Every entry has one; SBOM, policies, size reports and diffs read it.
/// </summary>
/// <param name="Kind">What kind of source.</param>
/// <param name="Name">Package, project or folder name; for generated entries the step that made it.</param>
/// <param name="Version">The source's version, where it has one.</param>
/// <param name="Reason">Why the source is there, or why it replaced something, in a few words.</param>
/// <param name="Replaced">What lay at this path before, when something did.</param>
public sealed record Origin(
    OriginKind Kind, string Name, string? Version = null, string? Reason = null, Origin? Replaced = null)
{
    /// <summary>An entry that system setup made.</summary>
    public static Origin Generated(string step, string? reason = null) =>
        new(OriginKind.Generated, step, Reason: reason);

    /// <summary>Name and version as messages show them.</summary>
    public override string ToString() => Kind switch
    {
        OriginKind.Package => $"package {Name}" + (Version is null ? "" : " " + Version),
        OriginKind.Project => $"project {Name}",
        OriginKind.Overlay => $"overlay {Name}",
        _ => $"system setup ({Name})",
    };
}
