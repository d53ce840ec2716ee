using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks;

/// <summary>Parameters; the work is in PublishDeviceImage.cs.</summary>
public sealed partial class PublishDeviceImage : ImageTask
{
    /// <summary>Full path of the state file of the build that is published.</summary>
    [Required]
    public string StateFile { get; set; } = "";

    /// <summary>Full path of bin/CONFIGURATION/BOARD/.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>Full path of the folder to publish into.</summary>
    [Required]
    public string PublishFolder { get; set; } = "";
}
