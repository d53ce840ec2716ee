using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>A small file in a batch.</summary>
/// <param name="Index">The file's number in the plan.</param>
/// <param name="File">The file.</param>
/// <param name="Offset">Where its bytes go in the batch.</param>
/// <param name="Hash">True when its digest is not known and another file has its size.</param>
/// <param name="Digest">The digest, once it is known.</param>
internal readonly record struct ReadPart(int Index, InodeNode File, int Offset, bool Hash, Sha256Digest? Digest);
