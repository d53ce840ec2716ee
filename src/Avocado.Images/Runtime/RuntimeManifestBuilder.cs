using Avocado.Images.Disk;
using Avocado.Images.Model;

namespace Avocado.Images.Runtime;

/// <summary>Says what a release is, once its root and extensions are made.</summary>
/// <param name="project">What the project says.</param>
/// <param name="layoutId">Names the disk geometry.</param>
public sealed class RuntimeManifestBuilder(ImageProject project, string layoutId)
{
    /// <summary>The manifest.</summary>
    public RuntimeManifest Build(
        VerityVolume root, string kernelVersion, IReadOnlyList<ExtensionImage> extensions) => new()
    {
        ImageId = project.ImageId,
        ImageVersion = project.ImageVersion,
        Board = project.Board.Name,
        Architecture = project.Board.Architecture.SystemdName,
        SecurityVersion = project.SecurityVersion,
        LayoutId = layoutId,
        SourceDate = project.SourceDate,
        KernelVersion = kernelVersion,
        Root = new RuntimeRoot(root.RootHash.ToString(), root.Data.Size),
        Extensions =
        [
            .. extensions.Select(image => new RuntimeExtension(
                image.Extension.Name,
                Types(image.Extension),
                image.InStore ? "store" : "factory",
                image.Digest.ToString(),
                image.RootHash.ToString(),
                image.File.Size)),
        ],
        Modes = [.. project.BootModes.Select(mode => new RuntimeMode(mode.Name, mode.IsDefault, mode.Extensions))],
    };

    private static List<string> Types(Extension extension)
    {
        var types = new List<string>();
        if (extension.IsSysext)
        {
            types.Add("sysext");
        }
        if (extension.IsConfext)
        {
            types.Add("confext");
        }
        return types;
    }
}
