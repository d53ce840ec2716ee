using Avocado.Files;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.Model;

/// <summary>The disk image of an earlier release: what did not change keeps the place that it has there.</summary>
/// <param name="Path">Full path on the host.</param>
/// <param name="Digest">SHA-256 of the whole file, as the lock has it.</param>
/// <param name="Location">Where the project names it.</param>
public sealed record BaseImage(string Path, Sha256Digest Digest, SourceLocation? Location = null)
{
    /// <summary>The file's name, for messages.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}
