using System.Globalization;
using Avocado.Files;

namespace Avocado.Packages.Locking;

/// <summary>The release that an image is based on, as the lock file has it.</summary>
/// <param name="Name">The file's name without its folder; for people, and no part of what must be the same.</param>
/// <param name="Size">The file's length in bytes.</param>
/// <param name="Sha256">The SHA-256 of the whole file.</param>
public sealed record LockedBase(string Name, long Size, Sha256Digest Sha256)
{
    /// <summary>The file of a path as the lock has it: a name with control characters would not be read back.</summary>
    public static LockedBase Of(string path, long size, Sha256Digest digest) => new(
        string.Concat(Path.GetFileName(path).Select(c => char.IsControl(c) ? '?' : c)), size, digest);

    /// <summary>True when both are the same bytes, whatever they are called; also when there are none.</summary>
    internal static bool AreSame(LockedBase? one, LockedBase? other) =>
        (one?.Size, one?.Sha256) == (other?.Size, other?.Sha256);

    /// <summary>A base, or that there is none, in words.</summary>
    internal static string Describe(LockedBase? image, string none) => image is null
        ? none
        : string.Create(CultureInfo.InvariantCulture, $"{image.Name} ({image.Size} bytes, sha256 {image.Sha256})");
}
