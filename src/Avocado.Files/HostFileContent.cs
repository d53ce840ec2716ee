using Avocado.Files.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Avocado.Files;

/// <summary>A file of the host. Its stat stamp says whether it is still the file that was laid out.</summary>
public sealed record HostFileContent : Content
{
    // Apart, because the files of a folder share its path: an image may have a million of them.
    private readonly string _folder;
    private readonly string _name;

    /// <param name="hostPath">Full path on the host.</param>
    /// <param name="stamp">Size and change time when the tree was read.</param>
    /// <param name="digest">SHA-256, where an earlier read of the same stamp knows it.</param>
    public HostFileContent(string hostPath, StatStamp stamp, Sha256Digest? digest = null)
        : this("", hostPath, stamp, digest)
    {
    }

    /// <param name="folder">Full path of the folder on the host, shared by its files.</param>
    /// <param name="name">Name of the file in it.</param>
    /// <param name="stamp">Size and change time when the tree was read.</param>
    /// <param name="digest">SHA-256, where an earlier read of the same stamp knows it.</param>
    public HostFileContent(string folder, string name, StatStamp stamp, Sha256Digest? digest = null)
        : base(stamp.Size, digest)
    {
        _folder = folder;
        _name = name;
        Stamp = stamp;
    }

    /// <summary>Full path on the host. Never reaches an output.</summary>
    public string HostPath => Path.Combine(_folder, _name);

    /// <summary>Size and change time when the tree was read.</summary>
    public StatStamp Stamp { get; }

    /// <summary>The content of a file as it is now.</summary>
    public static HostFileContent Of(string hostPath) => new(hostPath, StatStamp.Of(hostPath));

    /// <inheritdoc/>
    /// <exception cref="AvocadoException">AVO0104: the file is gone or has changed since the tree was read.</exception>
    public override Stream Open()
    {
        SafeFileHandle handle = OpenHandle(FileOptions.SequentialScan);
        try
        {
            return new FileStream(handle, FileAccess.Read, bufferSize: 0);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="AvocadoException">AVO0104: the file is gone or has changed since the tree was read.</exception>
    public override void ReadWhole(Span<byte> bytes)
    {
        using SafeFileHandle handle = OpenHandle(FileOptions.None);
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(handle, bytes[done..], done);
            done += read > 0 ? read : throw new EndOfStreamException();
        }
    }

    /// <inheritdoc/>
    public bool Equals(HostFileContent? other) =>
        other is not null && Digest == other.Digest && Stamp == other.Stamp && HostPath == other.HostPath;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HostPath, Stamp);

    private SafeFileHandle OpenHandle(FileOptions options)
    {
        string path = HostPath;
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Codes.InputChanged.Error(path, error.Message);
        }
        if (RandomAccess.GetLength(handle) != Size)
        {
            handle.Dispose();
            throw Codes.InputChanged.Error(path, "its size changed during the build");
        }
        return handle;
    }
}
