namespace Avocado.Images.HostFiles;

/// <summary>What an image build asks of the host's file system; tests put hosts without modes or links here.</summary>
public interface IHostFileSystem
{
    /// <summary>Everything in a folder, in any order.</summary>
    /// <exception cref="IOException">The folder is gone or cannot be read.</exception>
    IReadOnlyList<HostItem> List(string folder);

    /// <summary>Reads a file's first bytes.</summary>
    /// <returns>How many bytes there were, up to the span's length.</returns>
    int ReadStart(string hostPath, Span<byte> bytes);

    /// <summary>
    /// Whether what was listed as an empty file is a pipe, socket or device, where a listing does not tell them.
    /// </summary>
    bool IsSpecial(string hostPath);
}
