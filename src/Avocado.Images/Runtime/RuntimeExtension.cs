namespace Avocado.Images.Runtime;

/// <summary>An extension of a release.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Types">"sysext", "confext" or both.</param>
/// <param name="Place">"store" or "factory".</param>
/// <param name="Sha256">Of the DDI.</param>
/// <param name="RootHash">Of its dm-verity tree.</param>
/// <param name="Size">Bytes of the DDI.</param>
public sealed record RuntimeExtension(
    string Name, IReadOnlyList<string> Types, string Place, string Sha256, string RootHash, long Size);
