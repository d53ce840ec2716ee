using Avocado.Files.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Avocado.Files;

/// <summary>A run of bytes inside a host file: a member of a package in the cache, a partition of an image.</summary>
public sealed record SliceContent : Content
{
    /// <param name="hostPath">Full path of the file that holds the bytes.</param>
    /// <param name="offset">Where they start, in bytes.</param>
    /// <param name="size">How many.</param>
    /// <param name="digest">SHA-256 of the slice, where it is known.</param>
    public SliceContent(string hostPath, long offset, long size, Sha256Digest? digest)
        : base(size, digest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        HostPath = hostPath;
        Offset = offset;
    }

    /// <summary>Full path of the file that holds the bytes. Never reaches an output.</summary>
    public string HostPath { get; }

    /// <summary>Where the bytes start in that file.</summary>
    public long Offset { get; }

    /// <inheritdoc/>
    public override void ReadWhole(Span<byte> bytes)
    {
        using SafeFileHandle handle = File.OpenHandle(HostPath);
        if (RandomAccess.GetLength(handle) < Offset + Size)
        {
            throw TooShort();
        }
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(handle, bytes[done..], Offset + done);
            done += read > 0 ? read : throw new EndOfStreamException();
        }
    }

    /// <inheritdoc/>
    public override Stream Open()
    {
        var stream = new FileStream(HostPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (stream.Length < Offset + Size)
        {
            stream.Dispose();
            throw TooShort();
        }
        stream.Position = Offset;
        return new SliceStream(stream, Size);
    }

    private AvocadoException TooShort() => Codes.InputChanged.Error(HostPath, "it is shorter than it was");
}
