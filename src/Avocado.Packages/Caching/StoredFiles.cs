namespace Avocado.Packages.Caching;

/// <summary>How the files of the store are put in place, protected and marked as used.</summary>
internal static class StoredFiles
{
    /// <summary>
    /// A file's last write time is when it was last used, give or take this. It is written seldom, so that a build that
    /// uses everything again does not write to everything.
    /// </summary>
    public static readonly TimeSpan UseInterval = TimeSpan.FromHours(1);

    private const UnixFileMode AnyWrite = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>True when the file is there with the right length. Marks it as used; its bytes are not read.</summary>
    public static bool Find(string path, long size)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length != size)
        {
            return false;
        }
        MarkUse(file);
        return true;
    }

    /// <summary>Notes that a file was used now.</summary>
    public static void MarkUse(FileInfo file)
    {
        DateTime now = DateTime.UtcNow;
        // A time in the future is as wrong as an old one.
        if ((now - file.LastWriteTimeUtc).Duration() < UseInterval)
        {
            return;
        }
        try
        {
            File.SetLastWriteTimeUtc(file.FullName, now);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The cache of another user, or one that cannot be written: then nobody sweeps it from here either.
        }
    }

    /// <summary>
    /// Gives a whole file its final name and takes away the right to write, so that a link to it cannot change it.
    /// (Not on Windows, where such a file could not be removed with its folder.)
    /// </summary>
    /// <param name="source">On the same file system; gone afterwards.</param>
    public static void Place(string source, string path, long size)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(source, File.GetUnixFileMode(source) & ~AnyWrite);
        }
        try
        {
            File.Move(source, path, overwrite: true);
        }
        catch (Exception error) when (IsThere(path, size) && error is IOException or UnauthorizedAccessException)
        {
            // Windows does not replace a file that somebody reads; what is there has the same name and so the same bytes.
            File.Delete(source);
        }
    }

    /// <summary>True when the file is there with the right length.</summary>
    public static bool IsThere(string path, long size) =>
        new FileInfo(path) is { Exists: true } file && file.Length == size;
}
