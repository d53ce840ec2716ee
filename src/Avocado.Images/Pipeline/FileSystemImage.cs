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
/// Turns a tree into a SquashFS file with its hash tree. A tree that is the same as last time costs one pass of
/// hashing over the file that is there; one that changed costs its changed blocks.
/// </summary>
/// <param name="project">Compression, block size, source date and seed.</param>
/// <param name="threads">How many threads may work.</param>
/// <param name="store">Shares images between machines, where it has a remote cache; null shares nothing.</param>
/// <param name="release">
/// The earlier release that images are based on: what did not change keeps its place. A part that it does not have,
/// and every part without one, is laid out from the tree alone.
/// </param>
/// <param name="log">Told how much keeps its place.</param>
internal sealed class FileSystemImage(
    ImageProject project, int threads, ContentStore? store, BaseRelease? release = null, IBuildLog? log = null)
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
    public VerityVolume Write(string part, FileTree tree, StageFiles files, CancellationToken cancellation)
    {
        SeededIds ids = new SeededIds(project.Seed).For(part);
        var parameters = new VerityParameters(ids.VeritySalt, ids.VerityId);
        BasePart? basis = release?.Find(part);
        ActionKey? key = tree.Entries.Any(IsUnknown) ? null : KeyOf(tree, parameters, basis);
        if (key is not null && TryReuse(key, parameters, files, cancellation) is { } earlier)
        {
            return earlier;
        }
        // Until the end there is nothing to vouch for.
        File.Delete(files.Record);
        if (key is not null && TryFetch(key, tree, parameters, files, cancellation) is { } fetched)
        {
            return fetched;
        }
        (SquashFsResult result, VerityTree hashes) =
            WriteImage(tree, parameters, files, basis, key is not null, cancellation);
        Tell(part, result, basis);
        var extents = new ImageExtents(result);
        new FileTreeFile(tree, extents).Save(files.Tree);
        string path = files.Finish();
        if (key is not null)
        {
            Keep(key, result, extents, hashes.RootHash, path, files);
        }
        return new VerityVolume(HostFileContent.Of(path), hashes, hashes.RootHash);
    }

    private static bool IsUnknown(Entry entry) => entry.Content is { Size: > 0, Digest: null };

    private void Keep(
        ActionKey key, SquashFsResult result, ImageExtents extents, Sha256Digest rootHash, string path,
        StageFiles files)
    {
        BlockIndexFile.Save(result.Blocks!, files.Blocks);
        ExtentList.Write(extents, files.Extents);
        new StageRecord(key.Digest, rootHash).Save(files.Record);
        _shared.Offer(
            key, (ImageOutput, path), (BlocksOutput, files.Blocks), (ExtentsOutput, files.Extents));
    }

    private void Tell(string part, SquashFsResult result, BasePart? basis)
    {
        if (basis is not null)
        {
            log?.Note(string.Create(CultureInfo.InvariantCulture,
                $"{part}: {result.KeptBytes * 100 / result.BytesUsed} % of {result.BytesUsed / BytesPerMegabyte:F1} MB "
                + $"keep their place in {basis.ImageName}"));
        }
    }

    private ActionKey KeyOf(FileTree tree, VerityParameters parameters, BasePart? basis)
    {
        ActionKeyBuilder key = new ActionKeyBuilder("file-system", 1)
            .Add("writer", s_writer)
            .Add("encoding", BlockIndex.EncodingOf(_codec, project.BlockSize))
            .Add("source-date", project.SourceDate)
            .Add("salt", parameters.Salt.Span)
            .Add("id", parameters.Uuid.ToString())
            .Add("tree", TreeDigest.Of(tree));
        basis?.AddTo(key);
        return key.ToKey();
    }

    /// <summary>What the last build made, when it was made of the same and hashing it shows that it still is it.</summary>
    private VerityVolume? TryReuse(
        ActionKey key, VerityParameters parameters, StageFiles files, CancellationToken cancellation)
    {
        if (StageRecord.TryLoad(files.Record) is not { } record || record.Key != key.Digest || !File.Exists(files.Earlier))
        {
            return null;
        }
        VerityVolume? volume = Hash(files.Earlier, parameters, cancellation);
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
            new StageRecord(key.Digest, volume.RootHash).Save(files.Record);
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

    private (SquashFsResult Result, VerityTree Hashes) WriteImage(
        FileTree tree, VerityParameters parameters, StageFiles files, BasePart? basis, bool index,
        CancellationToken cancellation)
    {
        using OpenBase? earlier = basis?.Open(threads, cancellation);
        using KnownBlocks? known = OpenBlocks(files);
        var options = new SquashFsOptions
        {
            BlockSize = project.BlockSize,
            Codec = _codec,
            SourceDate = project.SourceDate,
            Threads = threads,
            Known = known,
            Base = earlier?.FileSystem,
            IndexBlocks = index,
        };
        using var output = new FileStream(files.New, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1);
        using var hashing = new VerityStream(output, parameters, threads);
        try
        {
            SquashFsResult result = SquashFsWriter.Write(tree, hashing, options, null, cancellation);
            return (result, hashing.Complete());
        }
        catch (AvocadoException error) when (error.Code == Codes.BaseDiffers)
        {
            // Formats know nothing of projects.
            throw new AvocadoException(error.Code, error.Message, project.BaseImage?.Location, error);
        }
    }

    private static KnownBlocks? OpenBlocks(StageFiles files)
    {
        try
        {
            return BlockIndexFile.TryLoad(files.Blocks) is { } index
                ? KnownBlocks.TryOpen(index, files.Earlier)
                : null;
        }
        catch (DamagedFormatException)
        {
            // An intermediate: it is made again.
            return null;
        }
    }
}
