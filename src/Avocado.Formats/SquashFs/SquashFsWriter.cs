using Avocado.Files;
using Avocado.Formats.Segments;
using Avocado.Formats.SquashFs.Based;

namespace Avocado.Formats.SquashFs;

/// <summary>
/// Writes a tree as a SquashFS 4.0 image. The bytes depend on the tree, the base and the other options (but for
/// <see cref="SquashFsOptions.Threads"/> and what is taken over from earlier builds) alone.
/// </summary>
public static class SquashFsWriter
{
    /// <summary>Writes <paramref name="tree"/> at the stream's position and leaves the position at its end.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="output">
    /// Can seek: the superblock is written last, so what an error or a cancellation leaves is no image.
    /// </param>
    /// <param name="options">How the image is written.</param>
    /// <param name="progress">Told of every block, on the calling thread.</param>
    /// <param name="cancellation">Ends the work between two blocks.</param>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">
    /// AVO0104: a file cannot be read as it was. AVO0202: SquashFS does not know the codec. AVO0203: the tree has
    /// what SquashFS cannot hold. AVO0204: the base is encoded otherwise.
    /// </exception>
    public static SquashFsResult Write(
        FileTree tree, Stream output, SquashFsOptions options, IProgress<SquashFsProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        if (!output.CanSeek)
        {
            throw new ArgumentException("the superblock is written last; use a stream that can seek", nameof(output));
        }
        byte[] compressorOptions = CompressorOptions.For(options.Codec);
        InodePlan inodes = InodePlan.Of(tree);
        long start = output.Position;
        var forward = new StreamOutput(output);
        ImageWriter writer = options.Base is { } earlier
            ? new BasedImageWriter(options, inodes, earlier, forward)
            : new CanonicalImageWriter(options, inodes, DataPlan.Of(inodes, options, cancellation), forward);
        SquashFsHeader header = writer.Write(compressorOptions, progress, cancellation);

        long end = output.Position;
        Span<byte> superblock = stackalloc byte[SquashFsHeader.Size];
        header.Write(superblock);
        output.Position = start;
        output.Write(superblock);
        output.Position = end;
        output.Flush();
        return writer.Describe((long)header.BytesUsed, end - start);
    }
}
