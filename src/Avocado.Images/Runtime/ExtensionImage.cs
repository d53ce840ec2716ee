using Avocado.Files;
using Avocado.Images.Model;

namespace Avocado.Images.Runtime;

/// <summary>A finished extension image.</summary>
/// <param name="Extension">What the project says of it.</param>
/// <param name="File">The DDI on the host.</param>
/// <param name="Digest">SHA-256 of the DDI.</param>
/// <param name="RootHash">Of its dm-verity tree.</param>
/// <param name="InStore">True in the slot's store; false in the factory partition.</param>
public sealed record ExtensionImage(
    Extension Extension, HostFileContent File, Sha256Digest Digest, Sha256Digest RootHash, bool InStore);
