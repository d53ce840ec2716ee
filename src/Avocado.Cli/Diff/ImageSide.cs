using Avocado.Cli.Inspect;
using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Cli.Diff;

/// <summary>One of the two images: says in which one something cannot be read.</summary>
/// <param name="which">"old image" or "new image".</param>
/// <param name="name">The image, and the part of it, as errors name it.</param>
/// <param name="budget">How much may still be unpacked of it.</param>
internal sealed class ImageSide(string which, string name, ReadingBudget budget)
{
    /// <summary>"old image" or "new image".</summary>
    public string Which => which;

    /// <summary>The image, and the part of it.</summary>
    public string Name => name;

    /// <summary>How much may still be unpacked of it.</summary>
    public ReadingBudget Budget => budget;

    /// <summary>A part of the image.</summary>
    public ImageSide In(string part) => new(which, $"{name}, {part}", budget);

    /// <summary>Reads something.</summary>
    /// <exception cref="AvocadoException">AVO0705: it cannot be read.</exception>
    public T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (AvocadoException error) when (error.Code != Codes.ImageNotCompared)
        {
            throw Codes.ImageNotCompared.Error(name, error.Message);
        }
        catch (EndOfStreamException)
        {
            throw Codes.ImageNotCompared.Error(name, "it ends too early");
        }
    }

    /// <summary>Fills as much of a buffer as a stream has.</summary>
    public int Fill(Stream stream, byte[] buffer) =>
        Read(() => stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));

    /// <summary>The digest of a stream.</summary>
    public Sha256Digest Digest(Stream stream) => Read(() => Sha256Digest.Of(stream));
}
