using System.Globalization;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Files.Serialization;
using Avocado.Formats.Compression;
using Avocado.Formats.Identifiers;
using Avocado.Formats.SquashFs;
using Avocado.Formats.SquashFs.Reuse;
using Avocado.Formats.Verity;
using Avocado.Images.Base;
using Avocado.Images.Disk;
using Avocado.Images.Model;
using Avocado.Images.Reuse;
using Avocado.Packages.Caching;

namespace Avocado.Images.Pipeline;

/// <summary>
/// Turns a tree into a SquashFS file with its hash tree. A tree that is the same as last time costs a look at the file
/// that is there; one that changed costs its changed blocks, and over a base no others are written.
/// </summary>
/// <param name="project">Compression, block size, source date and seed.</param>
/// <param name="threads">How many threads may work.</param>
/// <param name="store">Shares images between machines, where it has a remote cache; null shares nothing.</param>
/// <param name="findBase">
/// Finds a part in the earlier release that images are based on: what did not change keeps its place. A part that it
/// does not have, and every part without a release, is laid out from the tree alone.
/// </param>
/// <param name="log">Told how much keeps its place.</param>
internal sealed class FileSystemImage(
    ImageProject project, int threads, ContentStore? store, Func<string, BasePart?>? findBase = null,
    IBuildLog? log = null)
{
    private const string ImageOutput = "image";
    private const string BlocksOutput = "blocks";
    private const string ExtentsOutput = "extents";
    private const double BytesPerMegabyte = 1e6;

    /// <summary>The code that writes, so that another version of it never takes over what this one wrote.</summary>
    private static readonly string s_writer = typeof(SquashFsWriter).Module.ModuleVersionId.ToString();

    private readonly SharedStages _shared = new(store);
    private readonly BlockCodec _codec = project.Compression.CreateCodec();

    /// <summary>Writes the file and hashes it.</summary>
    /// <param name="part">What it is, such as "root" or "extension/app": its salt and ids derive from it.</param>
    /// <param name="tree">What it holds. Where the digest of a content is not known, nothing is reused.</param>
    /// <param name="files">Where it goes.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <param name="storeFiles">Whether its files are compressed already.</param>
    public VerityVolume Write(
        string part, FileTree tree, StageFiles files, CancellationToken cancellation, bool storeFiles = false)
    {
        SeededIds ids = new SeededIds(project.Seed).For(part);
        var parameters = new VerityParameters(ids.VeritySalt, ids.VerityId);
        BasePart? basis = findBase?.Invoke(part);
        var options = new SquashFsOptions
        {
            BlockSize = project.BlockSize,
            Codec = _codec,
            SourceDate = project.SourceDate,
            StoreFiles = storeFiles,
            Threads = threads,
            TemporaryFolder = Path.GetDirectoryName(files.Notes)!,
        };
        ActionKey? key = tree.Entries.Any(IsUnknown) ? null : KeyOf(tree, options, parameters, basis);
        StageRecord? record = StageRecord.TryLoad(files.Record);
        // What goes out for good is never taken on the word of a time stamp.
        VerityTree? untouched = record is null || project.IsProduction
            ? null
            : EarlierTree.TryLoad(record, files, parameters);
        if (key is not null && record?.Key == key.Digest
            && TryReuse(record, untouched, parameters, files, cancellation) is { } earlier)
        {
            // Without a base nothing is written over: outputs are hashed, and told with their digests.
            return basis is null || untouched is null
                ? earlier
                : earlier with { Change = new VolumeChange(untouched.RootHash, []) };
        }
        // Until the end there is nothing to vouch for.
        File.Delete(files.Record);
        if (key is not null && TryFetch(key, tree, parameters, files, cancellation) is { } fetched)
        {
            return fetched;
        }
        using OpenBase? opened = basis?.Open(threads, cancellation);
        options = options with { Base = opened?.FileSystem, IndexBlocks = key is not null };
        // Without a base most of an image moves, and the last one may as well stay until there is a new one.
        VerityTree? patched = basis is null ? null : untouched;
        if (patched is not null)
        {
            options = options with { InPlace = KeptRanges.Load(files.Kept, patched.RootHash, basis!.Identity) };
        }
        (SquashFsResult result, VerityTree hashes, VolumeChange? change) =
            WriteImage(tree, options, parameters, files, patched, cancellation);
        Tell(part, result, basis, change);
        string path = files.Finish();
        // Side by side: the list of a large tree takes as long as the rest.
        Action[] notes = [() => new FileTreeFile(tree, new ImageExtents(result)).Save(files.Tree),
            .. key is null ? (Action[])[] : [() => Keep(result, hashes, basis, files)]];
        OrderedParallel.Run(notes.Length, threads, i => notes[i](), cancellation);
        if (key is not null)
        {
            Vouch(key, result, hashes, path, files);
        }
        return new VerityVolume(HostFileContent.Of(path), hashes, hashes.RootHash) { Change = change };
    }

    private static bool IsUnknown(Entry entry) => entry.Content is { Size: > 0, Digest: null };

    /// <summary>Keeps what makes the next build short.</summary>
    private static void Keep(SquashFsResult result, VerityTree hashes, BasePart? basis, StageFiles files)
    {
        EarlierTree.Save(hashes, files, CancellationToken.None);
        BlockIndexFile.Save(result.Blocks!, files.Blocks);
        if (basis is not null)
        {
            new KeptRanges(hashes.RootHash, basis.Identity, result.Kept).Save(files.Kept);
        }
    }

    /// <summary>Says that all is there, to the next build and to other machines.</summary>
    private void Vouch(ActionKey key, SquashFsResult result, VerityTree hashes, string path, StageFiles files)
    {
        new StageRecord(key.Digest, hashes.RootHash, StatStamp.Of(path)).Save(files.Record);
        if (_shared.TakesFiles)
        {
            ExtentList.Write(new ImageExtents(result), files.Extents);
            _shared.Offer(
                key, (ImageOutput, path), (BlocksOutput, files.Blocks), (ExtentsOutput, files.Extents));
        }
    }

    private void Tell(string part, SquashFsResult result, BasePart? basis, VolumeChange? change)
    {
        if (basis is not null && result.UncompressedBytes > 0)
        {
            long kept = result.Kept.Sum(range => range.Length);
            log?.Note(string.Create(CultureInfo.InvariantCulture,
                $"{part}: {kept * 100 / result.BytesUsed} % of {result.BytesUsed / BytesPerMegabyte:F1} MB "
                + $"keep their place in {basis.ImageName}")
                + (change is null ? "" : string.Create(
                    CultureInfo.InvariantCulture, $"; {change.WrittenBytes / BytesPerMegabyte:F1} MB written")));
        }
    }

    private ActionKey KeyOf(FileTree tree, SquashFsOptions options, VerityParameters parameters, BasePart? basis)
    {
        ActionKeyBuilder key = new ActionKeyBuilder("file-system", 1)
            .Add("writer", s_writer)
            .Add("encoding", options.Encoding)
            .Add("source-date", project.SourceDate)
            .Add("salt", parameters.Salt.Span)
            .Add("id", parameters.Uuid.ToString())
            .Add("tree", TreeDigest.Of(tree));
        basis?.AddTo(key);
        return key.ToKey();
    }

    /// <summary>
    /// What the last build made of the same, when its stamp, or else hashing it, shows that it still is it.
    /// </summary>
    private VerityVolume? TryReuse(
        StageRecord record, VerityTree? untouched, VerityParameters parameters, StageFiles files,
        CancellationToken cancellation)
    {
        if (!File.Exists(files.Earlier))
        {
            return null;
        }
        VerityVolume? volume = untouched is null
            ? Hash(files.Earlier, parameters, cancellation)
            : new VerityVolume(HostFileContent.Of(files.Earlier), untouched, untouched.RootHash);
        return volume?.RootHash == record.Proof ? volume : null;
    }

    /// <summary>What another machine made of the same.</summary>
    private VerityVolume? TryFetch(
        ActionKey key, FileTree tree, VerityParameters parameters, StageFiles files, CancellationToken cancellation)
    {
        if (_shared.Find(key, cancellation) is not { } result)
        {
            return null;
        }
        try
        {
            _shared.Fetch(result, BlocksOutput, files.Blocks);
            _shared.Fetch(result, ExtentsOutput, files.Extents);
            new FileTreeFile(tree, ExtentList.Read(files.Extents)).Save(files.Tree);
            _shared.Fetch(result, ImageOutput, files.New);
        }
        catch (Exception error) when (error is KeyNotFoundException or DamagedFormatException or IOException)
        {
            // Whoever put it there, it is not what a build puts there.
            return null;
        }
        VerityVolume? volume = Hash(files.New, parameters, cancellation);
        if (volume is not null)
        {
            string path = files.Finish();
            EarlierTree.Save(volume.HashTree, files, cancellation);
            new StageRecord(key.Digest, volume.RootHash, StatStamp.Of(path)).Save(files.Record);
            return volume with { Data = HostFileContent.Of(path) };
        }
        return null;
    }

    private VerityVolume? Hash(string path, VerityParameters parameters, CancellationToken cancellation)
    {
        HostFileContent content = HostFileContent.Of(path);
        if (content.Size == 0 || content.Size % parameters.BlockSize != 0)
        {
            return null;
        }
        using Stream data = content.Open();
        VerityTree hashes = VerityTree.Compute(data, content.Size, parameters, threads, cancellation);
        return new VerityVolume(content, hashes, hashes.RootHash);
    }

    private (SquashFsResult Result, VerityTree Hashes, VolumeChange? Change) WriteImage(
        FileTree tree, SquashFsOptions options, VerityParameters parameters, StageFiles files, VerityTree? patched,
        CancellationToken cancellation)
    {
        if (patched is not null)
        {
            files.TakeEarlier();
        }
        using KnownBlocks? known = OpenBlocks(files, patched is null ? files.Earlier : files.New);
        using var output = new FileStream(
            files.New, patched is null ? FileMode.Create : FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1);
        VerityPatch? patch = patched is null ? null : new VerityPatch(output.SafeFileHandle, patched);
        using var hashing = new VerityStream(output, parameters, threads, patch);
        try
        {
            SquashFsResult result = SquashFsWriter.Write(
                tree, hashing, options with { Known = known }, null, cancellation);
            VerityTree hashes = hashing.Complete();
            return (result, hashes, patch is null ? null : new VolumeChange(patch.Earlier, patch.Changes));
        }
        catch (AvocadoException error) when (error.Code == Codes.BaseDiffers)
        {
            // Formats know nothing of projects.
            throw new AvocadoException(error.Code, error.Message, project.BaseImage?.Location, error);
        }
    }

    private static KnownBlocks? OpenBlocks(StageFiles files, string image)
    {
        try
        {
            return BlockIndexFile.TryLoad(files.Blocks) is { } index
                ? KnownBlocks.TryOpen(index, image)
                : null;
        }
        catch (DamagedFormatException)
        {
            // An intermediate: it is made again.
            return null;
        }
    }
}
