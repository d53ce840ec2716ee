using Avocado.Files;
using Avocado.Formats.Compression.Zstandard;
using Avocado.Formats.Cpio;
using Avocado.Formats.Identifiers;
using Avocado.Images.Initrd;
using Avocado.Images.Linking;
using Avocado.Images.Model;
using Avocado.Images.Reuse;
using Avocado.Packages.Caching;
using Avocado.Signing;

namespace Avocado.Images.Pipeline;

/// <summary>
/// The initrd: opens root and store, and hands the extensions' certificates to the main system. It is two archives
/// one behind the other, as the kernel allows: the system, which is large and seldom changes, then what this build
/// alone knows.
/// </summary>
internal static class InitrdStage
{
    /// <summary>
    /// Small for its time; the kernel unpacks any level at the same speed. Of the sample's 28 MB level 9 makes 9.56 MB
    /// in 0.5 s, 10 makes 9.46 MB in 0.7 s, 12 makes 9.26 MB in 2.6 s.
    /// </summary>
    private const int Level = 10;

    private const string Output = "archive";

    /// <summary>The code that writes, so that another version of it never takes over what this one wrote.</summary>
    private static readonly string s_writer = typeof(ZstdWriterStream).Module.ModuleVersionId.ToString();

    private static readonly Origin Origin = Origin.Generated("initrd", "trust anchors of the signed boot chain");

    /// <summary>Composes it and writes it compressed; the system only when it is not the last build's.</summary>
    /// <param name="project">Modules of the board, source date.</param>
    /// <param name="root">The finished root file system.</param>
    /// <param name="storeHash">Root hash of the slot's store.</param>
    /// <param name="anchor">Whom to trust for extensions.</param>
    /// <param name="cache">Programs that were read before.</param>
    /// <param name="path">Where the file goes; the system's archive is kept beside it.</param>
    /// <param name="shared">Shares the system's archive between machines.</param>
    /// <param name="cancellation">Stops between files.</param>
    public static HostFileContent Write(
        ImageProject project, RootFileSystem root, Sha256Digest storeHash, SigningCertificate anchor, ElfCache cache,
        string path, SharedStages shared, CancellationToken cancellation)
    {
        (Guid data, Guid hash) = SeededIds.VerityPartitions(storeHash);
        InitrdManifest manifest = DefaultInitrd.Manifest
            .WithModules(project.Board.InitrdModules)
            .WithVerityTab(
                [$"avocado-store PARTUUID={data} PARTUUID={hash} {storeHash} restart-on-corruption"], Origin)
            .WithTrustAnchors([("avocado", anchor.ToPem())], Origin);
        FileTree tree = InitrdBuilder.Build(manifest, root.Tree, root.Modules, cache);
        // The version too: a release that changes nothing else has the archive of the one before, byte for byte.
        HashSet<UnixPath> own = [.. manifest.Entries.Select(entry => entry.Path), InitrdBuilder.ReleaseFile];
        HostFileContent system = WriteSystem(
            Part(tree, entry => !own.Contains(entry.Path)), project.SourceDate, path + "-system", shared,
            cancellation);

        using (FileStream file = File.Create(path))
        {
            using (Stream archive = system.Open())
            {
                archive.CopyTo(file);
            }
            Compress(
                Part(tree, entry => own.Contains(entry.Path)), project.SourceDate, file, cancellation);
        }
        return HostFileContent.Of(path);
    }

    private static FileTree Part(FileTree tree, Func<Entry, bool> isIn)
    {
        var part = new FileTreeBuilder();
        foreach (Entry entry in tree.Entries.Where(isIn))
        {
            part.Add(entry);
        }
        return part.Build();
    }

    private static HostFileContent WriteSystem(
        FileTree tree, long sourceDate, string path, SharedStages shared, CancellationToken cancellation)
    {
        StageFiles files = StageFiles.Of(path);
        ActionKey key = new ActionKeyBuilder("initrd", 1)
            .Add("writer", s_writer).Add("level", Level).Add("source-date", sourceDate).Add("tree", TreeDigest.Of(tree))
            .ToKey();
        if (StageRecord.TryLoad(files.Record) is { } record && record.Key == key.Digest && File.Exists(files.Earlier)
            && HostFileContent.Of(files.Earlier) is var earlier && earlier.ComputeDigest() == record.Proof)
        {
            return earlier;
        }
        File.Delete(files.Record);
        ActionResult? fetched = shared.Find(key, cancellation);
        if (fetched is not null && fetched.Outputs.ContainsKey(Output))
        {
            shared.Fetch(fetched, Output, files.New);
        }
        else
        {
            using FileStream file = File.Create(files.New);
            Compress(tree, sourceDate, file, cancellation);
        }
        HostFileContent written = HostFileContent.Of(files.Finish());
        new StageRecord(key.Digest, written.ComputeDigest(), written.Stamp).Save(files.Record);
        if (fetched is null)
        {
            shared.Offer(key, (Output, files.Earlier));
        }
        return written;
    }

    private static void Compress(FileTree tree, long sourceDate, Stream file, CancellationToken cancellation)
    {
        using var compressed = new ZstdWriterStream(file, Level, leaveOpen: true);
        CpioWriter.Write(tree, compressed, sourceDate, cancellation);
    }
}
