using Avocado.Files;

namespace Avocado.Packages.Caching;

/// <summary>A file of the content store, named by what is in it.</summary>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Size">How many there are.</param>
public readonly record struct Blob(Sha256Digest Digest, long Size);
