using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Images.Model;
using Avocado.Images.Runtime;

namespace Avocado.Images.Pipeline;

/// <summary>
/// The store of a slot (extensions of the default mode, the mode lists, the runtime manifest) and the factory
/// partition (extensions of the other modes).
/// </summary>
internal sealed class StoreTrees(ImageProject project, ImmutableArray<ExtensionImage> extensions)
{
    private static readonly Origin Origin = Origin.Generated("store", "extension images");

    /// <summary>The store.</summary>
    public FileTree Store(Content runtimeManifest)
    {
        var tree = new FileTreeBuilder();
        foreach (Entry entry in ModeList.Entries(
            project.BootModes, extensions.ToDictionary(image => image.Extension.Name, StringComparer.Ordinal)))
        {
            tree.Add(entry);
        }
        tree.Add(Entry.File("runtime.json", runtimeManifest, Origin));
        AddImages(tree, inStore: true);
        return tree.Build();
    }

    /// <summary>The factory partition.</summary>
    public FileTree Factory()
    {
        var tree = new FileTreeBuilder();
        AddImages(tree, inStore: false);
        return tree.Build();
    }

    private void AddImages(FileTreeBuilder tree, bool inStore)
    {
        tree.Add(Entry.Directory("extensions", Origin));
        foreach (ExtensionImage image in extensions.Where(image => image.InStore == inStore))
        {
            tree.Add(Entry.File(UnixPath.Parse($"extensions/{image.Extension.Name}.raw"), image.File, Origin));
        }
    }
}
