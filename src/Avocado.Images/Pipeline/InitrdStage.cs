using Avocado.Files;
using Avocado.Formats.Compression.Gzip;
using Avocado.Formats.Cpio;
using Avocado.Formats.Identifiers;
using Avocado.Images.Initrd;
using Avocado.Images.Linking;
using Avocado.Images.Model;
using Avocado.Signing;

namespace Avocado.Images.Pipeline;

/// <summary>The initrd: opens root and store, and hands the extensions' certificates to the main system.</summary>
internal static class InitrdStage
{
    private static readonly Origin Origin = Origin.Generated("initrd", "trust anchors of the signed boot chain");

    /// <summary>Composes it and writes it compressed.</summary>
    /// <param name="project">Modules of the board, source date.</param>
    /// <param name="root">The finished root file system.</param>
    /// <param name="storeHash">Root hash of the slot's store.</param>
    /// <param name="anchor">Whom to trust for extensions.</param>
    /// <param name="cache">Programs that were read before.</param>
    /// <param name="path">Where the file goes.</param>
    /// <param name="cancellation">Stops between files.</param>
    public static HostFileContent Write(
        ImageProject project, RootFileSystem root, Sha256Digest storeHash, SigningCertificate anchor, ElfCache cache,
        string path, CancellationToken cancellation)
    {
        (Guid data, Guid hash) = SeededIds.VerityPartitions(storeHash);
        InitrdManifest manifest = DefaultInitrd.Manifest
            .WithModules(project.Board.InitrdModules)
            .WithVerityTab(
                [$"avocado-store PARTUUID={data} PARTUUID={hash} {storeHash} restart-on-corruption"], Origin)
            .WithTrustAnchors([("avocado", anchor.ToPem())], Origin);
        FileTree tree = InitrdBuilder.Build(manifest, root.Tree, root.Modules, cache);
        using (FileStream file = File.Create(path, 1))
        using (var gzip = new GzipWriterStream(file))
        {
            CpioWriter.Write(tree, gzip, project.SourceDate, cancellation);
        }
        return new HostFileContent(path, StatStamp.Of(path));
    }
}
