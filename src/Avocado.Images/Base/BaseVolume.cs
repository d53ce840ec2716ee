using Avocado.Files;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;

namespace Avocado.Images.Base;

/// <summary>A file system's partition, with its hash tree's where it has one.</summary>
internal sealed record BaseVolume(GptPartition Data, GptPartition? HashTree)
{
    /// <summary>The root hash that the ids of the pair spell; null without a hash tree.</summary>
    public Sha256Digest? RootHash => HashTree is { } tree ? SeededIds.RootHash(Data.Id, tree.Id) : null;
}
