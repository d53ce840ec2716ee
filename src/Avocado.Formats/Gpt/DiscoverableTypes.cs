namespace Avocado.Formats.Gpt;

/// <summary>The three partition types of one role: data, hash tree, signature.</summary>
/// <param name="Data">The file system.</param>
/// <param name="Verity">Its dm-verity tree.</param>
/// <param name="Signature">The signature of its root hash.</param>
public sealed record DiscoverableTypes(Guid Data, Guid Verity, Guid Signature);
