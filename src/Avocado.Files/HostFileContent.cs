using Avocado.Files.Diagnostics;

namespace Avocado.Files;

/// <summary>A file of the host. Its stat stamp says whether it is still the file that was laid out.</summary>
public sealed record HostFileContent : Content
{
    /// <param name="hostPath">Full path on the host.</param>
    /// <param name="stamp">Size and change time when the tree was read.</param>
    /// <param name="digest">SHA-256, where an earlier read of the same stamp knows it.</param>
    public HostFileContent(string hostPath, StatStamp stamp, Sha256Digest? digest = null)
        : base(stamp.Size, digest)
    {
        HostPath = hostPath;
        Stamp = stamp;
    }

    /// <summary>Full path on the host. Never reaches an output.</summary>
    public string HostPath { get; }

    /// <summary>Size and change time when the tree was read.</summary>
    public StatStamp Stamp { get; }

    /// <summary>The content of a file as it is now.</summary>
    public static HostFileContent Of(string hostPath) => new(hostPath, StatStamp.Of(hostPath));

    /// <inheritdoc/>
    /// <exception cref="AvocadoException">AVO0104: the file is gone or has changed since the tree was read.</exception>
    public override Stream Open()
    {
        FileStream stream;
        try
        {
            stream = new FileStream(HostPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
                FileOptions.SequentialScan);
        }
        catch (IOException error)
        {
            throw Codes.InputChanged.Error(HostPath, error.Message);
        }
        catch (UnauthorizedAccessException error)
        {
            throw Codes.InputChanged.Error(HostPath, error.Message);
        }
        if (stream.Length != Size)
        {
            stream.Dispose();
            throw Codes.InputChanged.Error(HostPath, "its size changed during the build");
        }
        return stream;
    }
}
