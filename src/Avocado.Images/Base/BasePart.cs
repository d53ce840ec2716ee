using Avocado.Files.Diagnostics;
using Avocado.Formats.SquashFs.Based;
using Avocado.Images.Model;
using Avocado.Packages.Caching;

namespace Avocado.Images.Base;

/// <summary>One file system of the base. Nothing of it is read before it is opened.</summary>
/// <param name="image">The disk that it is in.</param>
/// <param name="name">What it is there: "root", "extension/app".</param>
/// <param name="notes">Full path of the file that keeps what its files hold.</param>
/// <param name="open">Opens it and checks it as far as it can be checked; the stream can seek.</param>
internal sealed class BasePart(BaseImage image, string name, string notes, Func<CancellationToken, Stream> open)
{
    /// <summary>The file name of the disk, for messages.</summary>
    public string ImageName => image.Name;

    /// <summary>Which base, and what of it.</summary>
    public string Identity => $"{image.Digest} {name}";

    /// <summary>Adds what decides the layout to a stage's key.</summary>
    public void AddTo(ActionKeyBuilder key) => key.Add("base", image.Digest).Add("base-part", name);

    /// <summary>Opens it. What its files hold is learnt once.</summary>
    /// <param name="threads">How many threads may read.</param>
    /// <param name="cancellation">Ends the work between two files.</param>
    /// <exception cref="AvocadoException">AVO0584: it is damaged.</exception>
    public OpenBase Open(int threads, CancellationToken cancellation)
    {
        Stream? stream = null;
        try
        {
            stream = open(cancellation);
            BaseDigests? known = LoadDigests();
            var opened = new OpenBase(BaseFileSystem.Open(stream, known, threads, cancellation), stream);
            stream = null;
            if (known is null)
            {
                opened.FileSystem.Digests.Save(notes);
            }
            return opened;
        }
        catch (AvocadoException error)
        {
            throw BaseRelease.Unusable(image, $"{name}: {error.Message}");
        }
        finally
        {
            stream?.Dispose();
        }
    }

    private BaseDigests? LoadDigests()
    {
        try
        {
            return BaseDigests.TryLoad(notes);
        }
        catch (DamagedFormatException)
        {
            // An intermediate: it is made again.
            return null;
        }
    }
}
