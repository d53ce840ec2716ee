using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Images.Pipeline;
using Avocado.Images.Reuse;
using Avocado.Packages.Locking;

namespace Avocado.Images.Base;

/// <summary>The base image as a file: gigabytes, mostly holes, that are read once and not by every build.</summary>
internal static class BaseFile
{
    /// <summary>What the lock has to say of the request's base; null when there is none.</summary>
    /// <exception cref="AvocadoException">AVO0584: it cannot be read, or is no file.</exception>
    public static LockedBase? Lock(ResolveRequest request)
    {
        if (request.BaseImage is not { } path)
        {
            return null;
        }
        try
        {
            HostFileContent file = HostFileContent.Of(path);
            return file.Size > 0
                ? LockedBase.Of(path, file.Size, DigestOf(file, request.BaseDigestFile))
                : throw Codes.BaseImageUnusable.ErrorAt(request.BaseImageLocation, path, "it is empty");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.BaseImageUnusable.ErrorAt(request.BaseImageLocation, path, error.Message);
        }
    }

    private static Sha256Digest DigestOf(HostFileContent file, string? notes)
    {
        if (notes is null)
        {
            return file.ComputeDigest();
        }
        HostFileNotes known = HostFileNotes.Load(notes);
        Sha256Digest digest = known.DigestOf(file);
        if (known.ReadCount > 0)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(notes)!);
                known.Save();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It is read again: slower, and nothing else.
            }
        }
        return digest;
    }
}
