using Avocado.Files.Diagnostics;
using Avocado.Formats.Gpt;
using Avocado.Formats.Identifiers;
using Avocado.Formats.Segments;
using Avocado.Formats.Verity;

namespace Avocado.Formats.Ddi;

/// <summary>
/// A discoverable disk image (UAPI.3): a GPT with a root file system, its hash tree and its signature, as small as
/// they allow. Laid out when it is made, written in one forward pass.
/// </summary>
public sealed class DdiWriter : ISegment
{
    private readonly GptLayout _layout;

    /// <exception cref="AvocadoException">AVO0203: something does not fit.</exception>
    /// <exception cref="ArgumentException">Sizes, tree or signature do not belong together.</exception>
    public DdiWriter(DdiContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        if (contents.HashTree.Length != VerityLayout.Of(contents.Data.Length).HashLength)
        {
            throw new ArgumentException("the hash tree is not that of data of this size", nameof(contents));
        }
        if (contents.Signature is { } signature && signature.RootHash != contents.RootHash)
        {
            throw new ArgumentException("the signature is that of another root hash", nameof(contents));
        }
        var options = new GptOptions { DiskId = contents.Ids.Disk, Alignment = GptOptions.ImageAlignment };
        _layout = GptLayout.Create(options, Plan(contents));
    }

    /// <summary>The partition table.</summary>
    public GptDisk Disk => _layout.Disk;

    /// <inheritdoc/>
    public long Length => _layout.Length;

    /// <inheritdoc/>
    public void WriteTo(IImageOutput output, CancellationToken cancellation) => _layout.WriteTo(output, cancellation);

    private static IEnumerable<PlannedPartition> Plan(DdiContents contents)
    {
        DiscoverableTypes types = contents.Architecture.Root;
        string label = contents.Label ?? "root-" + contents.Architecture.Architecture;
        (Guid data, Guid hash) = SeededIds.VerityPartitions(contents.RootHash);
        yield return Partition(types.Data, data, label, contents.Data);
        yield return Partition(types.Verity, hash, label + "-verity", contents.HashTree);
        if (contents.Signature is { } signature)
        {
            yield return Partition(types.Signature, contents.Ids.Partition(types.Signature), label + "-verity-sig",
                new BytesSegment(signature.ToPartition()));
        }
    }

    private static PlannedPartition Partition(Guid type, Guid id, string name, ISegment content) => new()
    {
        Type = type,
        Id = id,
        Name = name,
        Content = content,
        // The specification recommends the bit for all three.
        Attributes = GptAttributes.ReadOnly,
    };
}
