using Avocado.Files.Diagnostics;
using Avocado.Formats.Compression;
using Avocado.Formats.SquashFs;
using Avocado.Formats.Verity;
using Avocado.Images.Model;

namespace Avocado.Images.Base;

/// <summary>
/// The earlier release that an image is based on: finds the file system in it that belongs to each one of the new
/// image. Opening it reads tables only; a file system is read when a stage is laid out after it.
/// </summary>
internal sealed class BaseRelease : IDisposable
{
    private const string FolderPrefix = "base-";
    private const int FolderDigits = 16;

    private readonly BaseImage _image;
    private readonly BaseDisk _disk;
    private readonly string _folder;
    private readonly int _threads;
    private readonly bool _trustsStamps;
    private readonly Stream[] _streams;
    private readonly BaseExtensions[] _extensions;

    private BaseRelease(BaseImage image, ImageProject project, string folder, int threads)
    {
        _image = image;
        _folder = folder;
        _threads = threads;
        // What goes out for good is never taken on the word of a time stamp.
        _trustsStamps = !project.IsProduction;
        _disk = BaseDisk.Read(image, project.Board.Architecture);
        BaseVolume[] volumes = [_disk.Store, _disk.Factory];
        _streams = [.. volumes.Select(volume => _disk.Open(volume.Data))];
        try
        {
            SquashFsReader[] readers = [.. _streams.Select(stream => SquashFsReader.Open(stream, BlockCodecs.All))];
            if (BaseManifest.FindFault(readers[0], project) is { } fault)
            {
                throw Unusable(image, fault);
            }
            _extensions =
                [.. readers.Select((reader, i) => new BaseExtensions(reader, _streams[i].Length))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Opens the base of a project.</summary>
    /// <param name="project">What is built; its base is set.</param>
    /// <param name="work">
    /// Full path of the folder for intermediates. Those of the base are in a folder of its digest's name there;
    /// those of other bases are removed.
    /// </param>
    /// <param name="threads">How many threads may work.</param>
    /// <exception cref="AvocadoException">AVO0584: it is no earlier release of the project.</exception>
    public static BaseRelease Open(ImageProject project, string work, int threads)
    {
        BaseImage image = project.BaseImage!;
        string folder = Path.Combine(work, FolderPrefix + image.Digest.ToString()[..FolderDigits]);
        foreach (string other in Directory.GetDirectories(work, FolderPrefix + "*").Where(other => other != folder))
        {
            Directory.Delete(other, recursive: true);
        }
        Directory.CreateDirectory(folder);
        try
        {
            return new BaseRelease(image, project, folder, threads);
        }
        catch (AvocadoException error) when (error.Code != Codes.BaseImageUnusable)
        {
            throw Unusable(image, error.Message);
        }
    }

    /// <summary>The file system that a new one is laid out after; null when the base has none of that name.</summary>
    /// <param name="part">"root", "store", "factory" or "extension/app".</param>
    /// <exception cref="AvocadoException">AVO0584: the base is damaged.</exception>
    public BasePart? Find(string part) => part switch
    {
        "root" => Of(part, _disk.Root),
        "store" => Of(part, _disk.Store),
        "factory" => Of(part, _disk.Factory),
        _ => FindExtension(part),
    };

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_streams, stream => stream.Dispose());

    /// <summary>A base that cannot be used, where the project names it.</summary>
    public static AvocadoException Unusable(BaseImage image, string why) =>
        Codes.BaseImageUnusable.ErrorAt(image.Location, image.Path, why);

    private BasePart? FindExtension(string part)
    {
        string name = part[(part.IndexOf('/', StringComparison.Ordinal) + 1)..];
        try
        {
            return _extensions.FirstOrDefault(extensions => extensions.Has(name)) is { } found
                ? new BasePart(_image, part, Notes(part, "digests"),
                    cancellation => found.Open(name, Notes(part, "raw"), _threads, cancellation))
                : null;
        }
        catch (AvocadoException error)
        {
            throw Unusable(_image, error.Message);
        }
    }

    private BasePart Of(string part, BaseVolume volume) =>
        new(_image, part, Notes(part, "digests"), cancellation => Open(part, volume, cancellation));

    private string Notes(string part, string kind) =>
        Path.Combine(_folder, $"{part.Replace('/', '-')}.{kind}");

    /// <summary>
    /// What rotted in the base since its digest was taken must not get into a new image. One whose stamp is that of the
    /// last look is not read again.
    /// </summary>
    private Stream Open(string part, BaseVolume volume, CancellationToken cancellation)
    {
        Stream data = _disk.Open(volume.Data);
        try
        {
            if (volume.HashTree is { } tree)
            {
                var seen = new VerifiedFile(_image.Path, Notes(part, "verified"));
                if (!_trustsStamps || !seen.IsUnchanged)
                {
                    using Stream hashes = _disk.Open(tree);
                    VerityVerifier.Verify(data, hashes, volume.RootHash!.Value, _threads, cancellation);
                    seen.Save();
                }
            }
            data.Position = 0;
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }
}
