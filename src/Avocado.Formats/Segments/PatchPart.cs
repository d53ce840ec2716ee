using Avocado.Files;

namespace Avocado.Formats.Segments;

/// <summary>A part of an image that is known by a digest, such as a file system by its root hash.</summary>
/// <param name="Place">Where it lies.</param>
/// <param name="Content">What it is.</param>
public readonly record struct PatchPart(ByteRange Place, Sha256Digest Content);
