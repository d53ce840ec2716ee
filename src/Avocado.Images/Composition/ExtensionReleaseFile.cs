using System.Globalization;
using Avocado.Files;
using Avocado.Images.Model;
using Avocado.Images.SystemSetup;

namespace Avocado.Images.Composition;

/// <summary>
/// The files that say which systems an extension fits, extension-release(5). systemd 257 compares, in this order:
/// SYSEXT_SCOPE (where it may merge), ARCHITECTURE, ID, and then SYSEXT_LEVEL when both sides have one, else
/// VERSION_ID. The level names the product, so that an extension of another product never merges although both are
/// built from one distribution; VERSION_ID is there for people and for roots without level.
/// </summary>
public static class ExtensionReleaseFile
{
    /// <summary>Only a running system: not the initrd, not portable services.</summary>
    private const string Scope = "system";

    /// <summary>The release files of an extension: one for each of its types.</summary>
    /// <param name="extension">The extension.</param>
    /// <param name="root">os-release of the root file system, after system setup.</param>
    /// <param name="project">Architecture and security level.</param>
    public static IEnumerable<Entry> Create(Extension extension, OsRelease root, ImageProject project)
    {
        ArgumentNullException.ThrowIfNull(extension);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(project);
        if (extension.IsSysext)
        {
            yield return Create("usr/lib", "SYSEXT", extension, root, project);
        }
        if (extension.IsConfext)
        {
            yield return Create("etc", "CONFEXT", extension, root, project);
        }
    }

    /// <summary>Where an extension's file lies below /usr/lib or /etc; its name ends as the image's does.</summary>
    public static UnixPath PathIn(UnixPath folder, string extension) =>
        folder / "extension-release.d" / UnixPath.Parse("extension-release." + extension);

    private static Entry Create(
        UnixPath folder, string prefix, Extension extension, OsRelease root, ImageProject project)
    {
        var release = new OsRelease([]).With("ID", root["ID"]!);
        if (root["VERSION_ID"] is { } version)
        {
            release = release.With("VERSION_ID", version);
        }
        if (root[prefix + "_LEVEL"] is { } level)
        {
            release = release.With(prefix + "_LEVEL", level);
        }
        release = release
            .With(prefix + "_SCOPE", Scope)
            .With("ARCHITECTURE", project.Board.Architecture.SystemdName)
            .With("EXTENSION_RELOAD_MANAGER", "1")
            .With(OsReleaseStep.SecurityVersionField,
                project.SecurityVersion.ToString(CultureInfo.InvariantCulture));
        return Entry.File(PathIn(folder, extension.Name), Content.Text(release.ToString()),
            Origin.Generated("extension release", "which systems the extension fits"));
    }
}
