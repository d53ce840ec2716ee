using System.Formats.Tar;
using Avocado.Files;

namespace Avocado.Images.HostFiles;

/// <summary>The file system of the host that builds.</summary>
public sealed class HostFileSystem : IHostFileSystem
{
    private HostFileSystem()
    {
    }

    /// <summary>The one there is.</summary>
    public static HostFileSystem Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<HostItem> List(string folder)
    {
        var options = new EnumerationOptions
        {
            AttributesToSkip = 0,
            IgnoreInaccessible = false,
            RecurseSubdirectories = false,
        };
        return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", options).Select(Describe)];
    }

    /// <inheritdoc/>
    public int ReadStart(string hostPath, Span<byte> bytes)
    {
        using var stream = new FileStream(hostPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
    }

    private static HostItem Describe(FileSystemInfo info)
    {
        if (info.LinkTarget is { } target)
        {
            string unixTarget = OperatingSystem.IsWindows() ? target.Replace('\\', '/') : target;
            return new HostItem(info.Name, info.FullName, HostItemKind.Link, unixTarget, null, default);
        }
        if (info is not FileInfo file)
        {
            return new HostItem(info.Name, info.FullName, HostItemKind.Folder, "", null, default);
        }
        var stamp = new StatStamp(file.Length, file.LastWriteTimeUtc.Ticks);
        HostItemKind kind = stamp.Size == 0 && IsSpecial(file.FullName) ? HostItemKind.Special : HostItemKind.File;
        bool? executable = OperatingSystem.IsWindows()
            ? null
            : file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
        return new HostItem(file.Name, file.FullName, kind, "", executable, stamp);
    }

    /// <summary>
    /// Pipes, sockets and devices look like empty files to <see cref="FileInfo"/>, and opening a pipe waits for its
    /// writer. The archive writer is what in the BCL looks at the file's type without opening it.
    /// </summary>
    private static bool IsSpecial(string hostPath)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            try
            {
                writer.WriteEntry(hostPath, "x");
            }
            catch (Exception error) when (error is IOException or NotSupportedException)
            {
                return true;
            }
        }
        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType is not TarEntryType.RegularFile;
    }
}
