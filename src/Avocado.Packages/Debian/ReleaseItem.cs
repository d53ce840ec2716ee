using Avocado.Files;

namespace Avocado.Packages.Debian;

/// <summary>A file that a release file vouches for.</summary>
/// <param name="Path">Below the suite's folder.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Sha256">Its digest.</param>
public sealed record ReleaseItem(string Path, long Size, Sha256Digest Sha256)
{
    /// <summary>The path under which archives keep several generations of a file.</summary>
    public string ByHashPath => string.Concat(Path.AsSpan(0, Path.LastIndexOf('/') + 1), $"by-hash/SHA256/{Sha256}");
}
