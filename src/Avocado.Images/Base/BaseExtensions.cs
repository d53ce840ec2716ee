using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Ddi;
using Avocado.Formats.SquashFs;

namespace Avocado.Images.Base;

/// <summary>
/// Extension images inside of a file system of the base. They are compressed there, so they are copied out before
/// they can be read at any place.
/// </summary>
/// <param name="reader">The store or the factory file system.</param>
/// <param name="partitionLength">Bytes of the partition that it is in.</param>
internal sealed class BaseExtensions(SquashFsReader reader, long partitionLength)
{
    /// <summary>
    /// An extension is compressed already: what would unpack to far more than its partition was made to fill disks.
    /// </summary>
    private const int MostUnpacked = 4;

    private const int ChunkSize = 1 << 20;

    /// <summary>True when there is an image of that name.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The data partition of an extension.</summary>
    /// <param name="name">One that <see cref="Has"/> knows.</param>
    /// <param name="copy">Full path of the copy, kept for later builds.</param>
    /// <param name="threads">How many threads may hash.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    /// <returns>A stream that can seek; every block of it matches the extension's root hash.</returns>
    /// <exception cref="AvocadoException">AVO0201, AVO0202: it is damaged.</exception>
    public Stream Open(string name, string copy, int threads, CancellationToken cancellation)
    {
        SquashFsEntry image = Find(name)!;
        if (new FileInfo(copy) is { Exists: true } kept && kept.Length == image.Size)
        {
            try
            {
                return OpenCopy(copy, threads, cancellation);
            }
            catch (AvocadoException)
            {
                // An intermediate: it is made again.
            }
        }
        CopyOut(image, copy, cancellation);
        return OpenCopy(copy, threads, cancellation);
    }

    private static SliceStream OpenCopy(string copy, int threads, CancellationToken cancellation)
    {
        var file = new FileStream(copy, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            DdiReader extension = DdiReader.Read(file);
            extension.Verify(threads, cancellation);
            file.Position = extension.Disk.OffsetOf(extension.Data);
            return new SliceStream(file, extension.Disk.LengthOf(extension.Data));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private SquashFsEntry? Find(string name) =>
        reader.Find(UnixPath.Parse($"extensions/{name}.raw")) is { Kind: EntryKind.File } image ? image : null;

    private void CopyOut(SquashFsEntry image, string copy, CancellationToken cancellation)
    {
        if (image.Size > partitionLength * MostUnpacked)
        {
            throw Codes.UnsupportedFormat.Error(
                "this extension", $"it has {image.Size} bytes, in a partition of {partitionLength}");
        }
        string part = $"{copy}.{Environment.ProcessId}.new";
        try
        {
            using (Stream from = reader.OpenFile(image))
            using (FileStream to = File.Create(part, bufferSize: 1))
            {
                var chunk = new byte[ChunkSize];
                for (int read; (read = from.ReadAtLeast(chunk, ChunkSize, throwOnEndOfStream: false)) > 0;)
                {
                    cancellation.ThrowIfCancellationRequested();
                    to.Write(chunk, 0, read);
                }
            }
            File.Move(part, copy, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
