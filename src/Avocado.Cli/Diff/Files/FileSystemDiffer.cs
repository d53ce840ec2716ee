using System.Collections.Immutable;
using System.Globalization;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.FileSystems;
using Avocado.Cli.Inspect.Model;
using Avocado.Cli.Inspect.Rendering;
using Avocado.Files;
using Avocado.Formats.SquashFs;
using Avocado.Images.Runtime;

namespace Avocado.Cli.Diff.Files;

/// <summary>Compares file systems: what they say of themselves, packages, files, the images in them.</summary>
/// <param name="scope">Where they lie.</param>
internal sealed class FileSystemDiffer(DiffScope scope)
{
    /// <summary>Compares two file systems whose bytes differ.</summary>
    /// <param name="part">What is known of them, to be completed.</param>
    public void Compare(PartDiff part, ImageSide oldSide, Stream oldStream, ImageSide newSide, Stream newStream)
    {
        string? oldContent = ContentProbe.Identify(oldStream);
        string? newContent = ContentProbe.Identify(newStream);
        if (oldContent != ContentProbe.SquashFs || newContent != ContentProbe.SquashFs)
        {
            scope.Note($"{newContent ?? oldContent ?? "its content"} is not looked into");
            scope.Add(part);
            return;
        }
        using TreeSide? oldTree = TreeSide.TryOpen(oldSide, oldStream, scope);
        using TreeSide? newTree = TreeSide.TryOpen(newSide, newStream, scope);
        if (oldTree is null || newTree is null)
        {
            scope.Add(part);
            return;
        }
        var differ = new TreeDiffer(oldTree, newTree, scope.Cancellation);
        ImmutableArray<ItemDiff> files = differ.Compare();
        var fields = new FieldList();
        AddIdentity(fields, oldTree, newTree);
        AddFormat(fields, oldTree.Reader.Header, newTree.Reader.Header);
        if (differ.OtherTimes > 0)
        {
            fields.AddAlways("modificationTimes", null,
                Words.Count(differ.OtherTimes, "entry", "entries") + " with another time and nothing else");
        }
        ImmutableArray<ItemDiff> packages = PackageList.Compare(oldTree, newTree, out bool isKnown);
        if (!isKnown && oldTree.Special.ReadSystem() is not null)
        {
            scope.Note("its packages are not known: give the tree files of both builds with --tree");
        }
        scope.Add(part with
        {
            Fields = [.. part.Fields, .. fields.ToImmutable()],
            Files = files,
            Packages = packages,
        });
        if (!scope.IsNested)
        {
            CompareImages(oldTree, newTree, differ.Changed);
        }
    }

    private static void AddIdentity(FieldList fields, TreeSide oldTree, TreeSide newTree)
    {
        fields.AddAll(
            oldTree.Special.ReadSystem()?.Fields ?? ImmutableSortedDictionary<string, string>.Empty,
            newTree.Special.ReadSystem()?.Fields ?? ImmutableSortedDictionary<string, string>.Empty);
        ExtensionIdentityReport? oldExtension = oldTree.Special.ReadExtension();
        ExtensionIdentityReport? newExtension = newTree.Special.ReadExtension();
        fields.Add("extension", oldExtension?.Name, newExtension?.Name);
        fields.Add("types", TypesOf(oldExtension), TypesOf(newExtension));
        fields.AddAll(
            oldExtension?.Fields ?? ImmutableSortedDictionary<string, string>.Empty,
            newExtension?.Fields ?? ImmutableSortedDictionary<string, string>.Empty);
        fields.AddAll(FieldsOf(oldTree.Special.ReadRuntime()), FieldsOf(newTree.Special.ReadRuntime()));
        oldTree.CheckSpecialFiles();
        newTree.CheckSpecialFiles();
    }

    private static string? TypesOf(ExtensionIdentityReport? extension) =>
        extension is null ? null : string.Join(", ", extension.Types);

    private static SortedDictionary<string, string> FieldsOf(RuntimeManifest? runtime) =>
        runtime is null ? [] : new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["release"] = $"{runtime.ImageId} {runtime.ImageVersion}",
            ["board"] = runtime.Board,
            ["securityVersion"] = runtime.SecurityVersion.ToString(CultureInfo.InvariantCulture),
            ["layout"] = runtime.LayoutId,
            ["kernelVersion"] = runtime.KernelVersion,
        };

    private static void AddFormat(FieldList fields, SquashFsHeader old, SquashFsHeader @new)
    {
        fields.Add("compressor", old.Compressor.ToString().ToLowerInvariant(),
            @new.Compressor.ToString().ToLowerInvariant());
        fields.Add("blockSize", old.BlockSize, @new.BlockSize);
        fields.Add("imageTime", old.ModificationTime, @new.ModificationTime);
    }

    /// <summary>Compares the images in both, by their names.</summary>
    private void CompareImages(TreeSide oldTree, TreeSide newTree, IReadOnlySet<UnixPath> changed)
    {
        List<(SquashFsEntry? Old, SquashFsEntry? New)> pairs = NameMatcher.Match(
            [.. oldTree.Special.Images], [.. newTree.Special.Images],
            e => e.Path.ToString(), e => NameMatcher.WithoutVersion(e.Path.ToString()));
        foreach ((SquashFsEntry? old, SquashFsEntry? @new) in pairs)
        {
            if (old is null || @new is null || (old.Path == @new.Path && !changed.Contains(@new.Path)))
            {
                continue;
            }
            using ScratchCopy oldCopy = Copy(oldTree, old);
            using ScratchCopy newCopy = Copy(newTree, @new);
            if (oldCopy.Digest != newCopy.Digest)
            {
                new ContentDiffer(scope.In(@new.Path.ToString(), isNested: true)).Compare(
                    oldTree.Side.In(old.Path.ToString()), oldCopy.Stream,
                    newTree.Side.In(@new.Path.ToString()), newCopy.Stream);
            }
        }
    }

    private ScratchCopy Copy(TreeSide tree, SquashFsEntry image) => tree.Side.Read(() =>
    {
        tree.Side.Budget.Take(image.Path.ToString(), image.Size);
        using Stream stream = tree.Reader.OpenFile(image);
        return ScratchCopy.Of(stream, scope.Cancellation);
    });
}
