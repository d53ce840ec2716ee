using System.Formats.Tar;
using Avocado.Files;
using Microsoft.Win32.SafeHandles;

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
        using SafeFileHandle handle = File.OpenHandle(hostPath);
        int done = 0;
        for (int read = 1; read > 0 && done < bytes.Length; done += read)
        {
            read = RandomAccess.Read(handle, bytes[done..], done);
        }
        return done;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Pipes, sockets and devices look like empty files to <see cref="FileInfo"/>, and opening a pipe waits for its
    /// writer. The archive writer is what in the BCL looks at the file's type without opening it.
    /// </remarks>
    public bool IsSpecial(string hostPath)
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

    private static HostItem Describe(FileSystemInfo info)
    {
        // Asking every file for its target would be a system call each.
        if (info.Attributes.HasFlag(FileAttributes.ReparsePoint) && info.LinkTarget is { } target)
        {
            string unixTarget = OperatingSystem.IsWindows() ? target.Replace('\\', '/') : target;
            return new HostItem(info.Name, info.FullName, HostItemKind.Link, unixTarget, null, default);
        }
        if (info is not FileInfo file)
        {
            return new HostItem(info.Name, info.FullName, HostItemKind.Folder, "", null, default);
        }
        var stamp = new StatStamp(file.Length, file.LastWriteTimeUtc.Ticks);
        bool? executable = OperatingSystem.IsWindows()
            ? null
            : file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
        return new HostItem(file.Name, file.FullName, HostItemKind.File, "", executable, stamp);
    }
}
