using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Ddi;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;
using Avocado.Images.Apps;
using Avocado.Images.Composition;
using Avocado.Images.Disk;
using Avocado.Images.HostFiles;
using Avocado.Images.Linking;
using Avocado.Images.Model;
using Avocado.Images.Reuse;
using Avocado.Images.Runtime;
using Avocado.Signing;

namespace Avocado.Images.Pipeline;

/// <summary>Composes the extensions and makes a signed discoverable disk image (DDI) of each.</summary>
/// <param name="project">What the project says.</param>
/// <param name="root">The finished root file system: extensions must not hide its files.</param>
/// <param name="checker">Checks that every program finds its libraries.</param>
internal sealed class ExtensionBuilder(ImageProject project, FileTree root, DependencyChecker checker)
{
    /// <summary>What earlier builds know of overlays and apps; null opens all of their files.</summary>
    public HostFileNotes? HostFiles { get; init; }

    /// <summary>The finished trees, in the project's order.</summary>
    /// <exception cref="AvocadoException">An extension has what it may not have, or lacks a library.</exception>
    public ImmutableArray<(Extension Extension, FileTree Tree)> Compose(
        ImagePackages packages, CancellationToken cancellation)
    {
        var composer = new ExtensionComposer(root, project);
        var reader = new HostFolderReader { Notes = HostFiles };
        var apps = new AppPayloadComposer(project.Board.Architecture) { Notes = HostFiles };
        var finished = ImmutableArray.CreateBuilder<(Extension Extension, FileTree Tree)>();
        foreach (Extension extension in project.Extensions)
        {
            var content = new FileTreeBuilder();
            PackageComposer.AddTo(
                content, packages.Extensions.GetValueOrDefault(extension.Name, []), TrimRules.Default);
            foreach (AppPayload app in project.Apps.Where(app => app.Into == extension.Name))
            {
                apps.AddTo(content, app, extension);
            }
            foreach (Overlay overlay in project.Overlays.Where(overlay => overlay.Into == extension.Name))
            {
                OverlayComposer.AddTo(content, overlay, reader);
            }
            foreach (SystemUnit unit in project.Units.Where(unit => unit.Into == extension.Name))
            {
                ExtensionUnits.AddTo(content, extension, unit);
            }
            FileTree tree = composer.Compose(extension, content);
            checker.Check(root, tree, cancellation).ThrowIfMissing();
            finished.Add((extension, tree));
        }
        ExtensionComposer.CheckAgainstEachOther(finished);
        return finished.ToImmutable();
    }

    /// <summary>The signed image of one extension, laid out.</summary>
    /// <param name="extension">Its name gives ids and labels.</param>
    /// <param name="volume">Its file system.</param>
    /// <param name="signer">The key for extensions.</param>
    public ISegment Sign(Extension extension, VerityVolume volume, ISigner signer) => new DdiWriter(new DdiContents
    {
        Architecture = PartitionTypes.Find(project.Board.Architecture.SystemdName)!,
        Ids = new SeededIds(project.Seed).For(PartOf(extension)),
        Data = new ContentSegment(volume.Data),
        RootHash = volume.RootHash,
        HashTree = volume.HashTree,
        Signature = VeritySigner.Sign(signer, volume.RootHash),
        Label = extension.Name,
    });

    /// <summary>What ids of an extension derive from.</summary>
    public static string PartOf(Extension extension) => "extension/" + extension.Name;

    /// <summary>Extensions of the default mode go into the slot's store; the others into the factory partition.</summary>
    public static bool IsInStore(ImageProject project, Extension extension) =>
        project.BootModes.Any(mode => mode.IsDefault && mode.Extensions.Contains(extension.Name));

    /// <summary>A finished image as the runtime manifest and the mode lists know it.</summary>
    public static ExtensionImage ImageOf(
        ImageProject project, Extension extension, HostFileContent file, Sha256Digest rootHash) =>
        new(extension, file, file.Digest!.Value, rootHash, IsInStore(project, extension));
}
