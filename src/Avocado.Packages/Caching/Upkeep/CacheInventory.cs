using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Packages.Caching.Upkeep;

/// <summary>Lists the files of a cache. Files that it did not make are left out, and alone.</summary>
internal static class CacheInventory
{
    /// <summary>Every file that counts as the cache's, in no order.</summary>
    /// <exception cref="AvocadoException">AVO0319: a folder cannot be read.</exception>
    public static List<StoredFile> Read(CacheFolder folder)
    {
        var files = new List<StoredFile>();
        try
        {
            files.AddRange(Named(folder, CacheFolder.Blobs, StoredKind.Blob));
            files.AddRange(Named(folder, CacheFolder.Actions, StoredKind.Action));
            foreach (string kind in (string[])[CacheFolder.Partials, CacheFolder.Temporaries])
            {
                files.AddRange(FilesIn(Path.Combine(folder.FullPath, kind), recurse: false)
                    .Select(f => Describe(f, StoredKind.Unfinished, default)).OfType<StoredFile>());
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.BadCache.Error(folder.FullPath, error.Message);
        }
        return files;
    }

    private static IEnumerable<StoredFile> Named(CacheFolder folder, string name, StoredKind kind)
    {
        foreach (FileInfo file in FilesIn(Path.Combine(folder.FullPath, name), recurse: true))
        {
            if (Sha256Digest.TryParse(file.Name, out Sha256Digest digest)
                && folder.PathOf(name, digest) == file.FullName
                && Describe(file, kind, digest) is { } described)
            {
                yield return described;
            }
        }
    }

    private static IEnumerable<FileInfo> FilesIn(string path, bool recurse)
    {
        var folder = new DirectoryInfo(path);
        // A file that is swept by another process meanwhile is no failure.
        return folder.Exists
            ? folder.EnumerateFiles("*", new EnumerationOptions
            {
                RecurseSubdirectories = recurse,
                MaxRecursionDepth = 1,
                AttributesToSkip = FileAttributes.ReparsePoint,
                IgnoreInaccessible = false,
            })
            : [];
    }

    private static StoredFile? Describe(FileInfo file, StoredKind kind, Sha256Digest digest) =>
        file.Exists ? new StoredFile(file.FullName, kind, digest, file.Length, file.LastWriteTimeUtc) : null;
}
