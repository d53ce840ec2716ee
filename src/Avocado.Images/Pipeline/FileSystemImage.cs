using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Files.Serialization;
using Avocado.Formats.Compression;
using Avocado.Formats.Identifiers;
using Avocado.Formats.SquashFs;
using Avocado.Formats.SquashFs.Reuse;
using Avocado.Formats.Verity;
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
internal sealed class FileSystemImage(ImageProject project, int threads)
{
    /// <summary>The code that writes, so that another version of it never takes over what this one wrote.</summary>
    private static readonly string s_writer = typeof(SquashFsWriter).Module.ModuleVersionId.ToString();

    private readonly BlockCodec _codec = project.Compression.CreateCodec();

    /// <summary>Writes the file and hashes it.</summary>
    /// <param name="part">What it is, such as "root" or "extension/app": its salt and ids derive from it.</param>
    /// <param name="tree">What it holds; digests of its contents are known.</param>
    /// <param name="files">Where it goes.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public VerityVolume Write(string part, FileTree tree, StageFiles files, CancellationToken cancellation)
    {
        SeededIds ids = new SeededIds(project.Seed).For(part);
        var parameters = new VerityParameters(ids.VeritySalt, ids.VerityId);
        Sha256Digest key = KeyOf(tree, parameters);
        if (TryReuse(key, parameters, files, cancellation) is { } earlier)
        {
            return earlier;
        }
        // Until the end there is nothing to vouch for.
        File.Delete(files.Record);
        (SquashFsResult result, VerityTree hashes) = WriteImage(tree, parameters, files, cancellation);
        new FileTreeFile(tree, Extents(result)).Save(files.Tree);
        string path = files.Finish();
        BlockIndexFile.Save(result.Blocks!, files.Blocks);
        new StageRecord(key, hashes.RootHash).Save(files.Record);
        return new VerityVolume(HostFileContent.Of(path), hashes, hashes.RootHash);
    }

    private Sha256Digest KeyOf(FileTree tree, VerityParameters parameters) =>
        new ActionKeyBuilder("file-system", 1)
            .Add("writer", s_writer)
            .Add("encoding", BlockIndex.EncodingOf(_codec, project.BlockSize))
            .Add("source-date", project.SourceDate)
            .Add("salt", parameters.Salt.Span)
            .Add("id", parameters.Uuid.ToString())
            .Add("tree", TreeDigest.Of(tree))
            .ToKey().Digest;

    /// <summary>What the last build made, when it was made of the same and hashing it shows that it still is it.</summary>
    private VerityVolume? TryReuse(
        Sha256Digest key, VerityParameters parameters, StageFiles files, CancellationToken cancellation)
    {
        if (StageRecord.TryLoad(files.Record) is not { } record || record.Key != key || !File.Exists(files.Earlier))
        {
            return null;
        }
        HostFileContent content = HostFileContent.Of(files.Earlier);
        if (content.Size == 0 || content.Size % parameters.BlockSize != 0)
        {
            return null;
        }
        using Stream data = content.Open();
        VerityTree hashes = VerityTree.Compute(data, content.Size, parameters, threads, cancellation);
        return hashes.RootHash == record.Proof ? new VerityVolume(content, hashes, hashes.RootHash) : null;
    }

    private (SquashFsResult Result, VerityTree Hashes) WriteImage(
        FileTree tree, VerityParameters parameters, StageFiles files, CancellationToken cancellation)
    {
        using KnownBlocks? known = OpenBlocks(files);
        var options = new SquashFsOptions
        {
            BlockSize = project.BlockSize,
            Codec = _codec,
            SourceDate = project.SourceDate,
            Threads = threads,
            Known = known,
            IndexBlocks = true,
        };
        using var output = new FileStream(files.New, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1);
        using var hashing = new VerityStream(output, parameters, threads);
        SquashFsResult result = SquashFsWriter.Write(tree, hashing, options, null, cancellation);
        return (result, hashing.Complete());
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

    private static ImmutableDictionary<UnixPath, ImmutableArray<FileExtent>> Extents(SquashFsResult result)
    {
        var places = ImmutableDictionary.CreateBuilder<UnixPath, ImmutableArray<FileExtent>>();
        foreach (SquashFsExtent file in result.Files)
        {
            var extents = ImmutableArray.CreateBuilder<FileExtent>(2);
            if (file.StoredLength > 0)
            {
                extents.Add(new FileExtent(file.Start, file.StoredLength));
            }
            if (file.Fragment >= 0)
            {
                SquashFsFragment block = result.Fragments[file.Fragment];
                extents.Add(new FileExtent(block.Start, block.StoredLength, file.FragmentOffset));
            }
            places[file.Path] = extents.DrainToImmutable();
        }
        return places.ToImmutable();
    }
}
