namespace Avocado.Packages.Debian;

/// <summary>A release file that was checked, and the archive it came from.</summary>
internal sealed record LoadedRelease(string Suite, Uri Archive, ReleaseFile Release);
