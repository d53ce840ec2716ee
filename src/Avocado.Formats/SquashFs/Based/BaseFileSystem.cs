using Avocado.Formats.Compression;

namespace Avocado.Formats.SquashFs.Based;

/// <summary>An image of an earlier release, whose data and tables keep their places in the next one.</summary>
public sealed class BaseFileSystem
{
    private BaseFileSystem(SquashFsReader reader, BaseDigests digests)
    {
        Reader = reader;
        Digests = digests;
    }

    /// <summary>What the files of the image hold; worth keeping, as it takes unpacking all of them.</summary>
    public BaseDigests Digests { get; }

    internal SquashFsReader Reader { get; }

    /// <summary>Opens an image.</summary>
    /// <param name="image">Can seek; stays the caller's and open while the base is used.</param>
    /// <param name="digests">What an earlier call learnt of the same image; null reads every file.</param>
    /// <param name="threads">How many threads may read.</param>
    /// <param name="cancellation">Ends the work between two files.</param>
    /// <exception cref="Avocado.Files.Diagnostics.DamagedFormatException">The image is damaged.</exception>
    /// <exception cref="Avocado.Files.Diagnostics.AvocadoException">AVO0202: no codec for it, or a feature.</exception>
    public static BaseFileSystem Open(
        Stream image, BaseDigests? digests, int threads, CancellationToken cancellation)
    {
        SquashFsReader reader = SquashFsReader.Open(image, BlockCodecs.All);
        return new BaseFileSystem(reader, digests ?? BaseDigests.Of(reader, threads, cancellation));
    }
}
