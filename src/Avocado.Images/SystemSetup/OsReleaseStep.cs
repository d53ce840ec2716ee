using System.Globalization;
using Avocado.Files;
using Avocado.Images.Model;

namespace Avocado.Images.SystemSetup;

/// <summary>
/// Writes what image, version and security level this is into os-release, and the level that extensions must name:
/// systemd compares SYSEXT_LEVEL only when root and extension both have one (extension-release(5)).
/// </summary>
public sealed class OsReleaseStep : ISystemSetupStep
{
    /// <summary>The field of the security level, in os-release and extension-release.</summary>
    public const string SecurityVersionField = "AVOCADO_SECURITY_VERSION";

    /// <inheritdoc/>
    public string Name => "os-release";

    /// <inheritdoc/>
    public void Apply(SystemSetupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ImageProject project = context.Project;
        OsRelease release = OsRelease.Of(context.Tree.Find);
        string level = LevelOf(project.ImageId, release);
        release = release
            .With("IMAGE_ID", project.ImageId)
            .With("IMAGE_VERSION", project.ImageVersion)
            .With("SYSEXT_LEVEL", level)
            .With("CONFEXT_LEVEL", level)
            .With(SecurityVersionField, project.SecurityVersion.ToString(CultureInfo.InvariantCulture));
        if (project.SupportPeriodEnd is { } end)
        {
            release = release.With("SUPPORT_END", end);
        }
        Origin origin = Origin.Generated(Name, "image, version and security level added");
        context.Tree.Replace(Entry.File(OsRelease.Path, Content.Text(release.ToString()), origin));
        context.Tree.Replace(Entry.SymbolicLink("etc/os-release", "../usr/lib/os-release", origin));
    }

    /// <summary>An extension fits images of one product on one release of the distribution.</summary>
    private static string LevelOf(string imageId, OsRelease release) =>
        release["VERSION_ID"] is { Length: > 0 } version ? $"{imageId}-{version}" : imageId;
}
