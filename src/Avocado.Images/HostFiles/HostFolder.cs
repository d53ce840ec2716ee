using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Model;

namespace Avocado.Images.HostFiles;

/// <summary>A folder of the host that becomes part of an image.</summary>
/// <param name="HostPath">Full path.</param>
/// <param name="Origin">What its files come from; messages show it.</param>
/// <param name="ModeRules">Explicit modes; the last match wins.</param>
/// <param name="UseHostModes">A file that the host calls executable is one.</param>
/// <param name="Location">Where the project names the folder.</param>
public sealed record HostFolder(
    string HostPath,
    Origin Origin,
    ImmutableArray<ModeRule> ModeRules,
    bool UseHostModes = true,
    SourceLocation? Location = null)
{
    /// <summary>The folder of an overlay.</summary>
    public static HostFolder Of(Overlay overlay)
    {
        ArgumentNullException.ThrowIfNull(overlay);
        return new HostFolder(overlay.HostFolder, new Origin(OriginKind.Overlay, overlay.Name), overlay.ModeRules,
            overlay.UseHostModes, overlay.Location);
    }
}
