using Avocado.Files;
using Avocado.Files.Serialization;
using Avocado.Formats.Compression;
using Avocado.Formats.Identifiers;
using Avocado.Formats.SquashFs;
using Avocado.Formats.Verity;
using Avocado.Images.Disk;
using Avocado.Images.Model;

namespace Avocado.Images.Pipeline;

/// <summary>Turns a tree into a SquashFS file with its hash tree.</summary>
/// <param name="project">Block size, source date and seed.</param>
/// <param name="codec">The compressor of data and metadata.</param>
/// <param name="threads">How many threads may work.</param>
internal sealed class FileSystemImage(ImageProject project, BlockCodec codec, int threads)
{
    /// <summary>Writes the file and hashes it.</summary>
    /// <param name="part">What it is, such as "root" or "extension/app": its salt and ids derive from it.</param>
    /// <param name="tree">What it holds.</param>
    /// <param name="path">Where the SquashFS file goes.</param>
    /// <param name="treePath">Where the tree's own file goes, with the place of every file's bytes.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public VerityVolume Write(
        string part, FileTree tree, string path, string treePath, CancellationToken cancellation)
    {
        var options = new SquashFsOptions
        {
            BlockSize = project.BlockSize,
            Codec = codec,
            SourceDate = project.SourceDate,
            Threads = threads,
        };
        using (FileStream output = File.Create(path, 1))
        {
            SquashFsResult result = SquashFsWriter.Write(tree, output, options, null, cancellation);
            new FileTreeFile(tree, new ImageExtents(result)).Save(treePath);
        }
        SeededIds ids = new SeededIds(project.Seed).For(part);
        var content = new HostFileContent(path, StatStamp.Of(path));
        using Stream data = content.Open();
        VerityTree hashes = VerityTree.Compute(
            data, content.Size, new VerityParameters(ids.VeritySalt, ids.VerityId), threads, cancellation);
        return new VerityVolume(content, hashes, hashes.RootHash);
    }
}
