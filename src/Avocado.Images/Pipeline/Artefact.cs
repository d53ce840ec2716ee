using Avocado.Files;

namespace Avocado.Images.Pipeline;

/// <summary>A finished output.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Digest">SHA-256 of the file.</param>
public sealed record Artefact(string Path, long Size, Sha256Digest Digest);
