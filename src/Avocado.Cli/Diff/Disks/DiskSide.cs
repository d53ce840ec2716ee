using System.Collections.Immutable;
using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Disks;
using Avocado.Cli.Inspect.Model;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Gpt;
using Avocado.Signing;

namespace Avocado.Cli.Diff.Disks;

/// <summary>One of two disks.</summary>
internal sealed class DiskSide
{
    private readonly SparseFile _holes;
    private readonly ImmutableArray<VolumePlan> _plans;

    private DiskSide(ImageSide side, Stream stream, GptReader gpt)
    {
        Side = side;
        Length = stream.Length;
        _holes = SparseFile.Of(stream);
        Gpt = gpt;
        Partitions = [.. gpt.Disk.Partitions.Select((entry, index) => DiskInspector.Probe(gpt, entry, index + 1))];
        _plans = new VolumePlanner([.. Partitions], p => DiskInspector.RootHashOf(gpt, p)).Plan();
    }

    public ImageSide Side { get; }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    public GptReader Gpt { get; }

    public IReadOnlyList<DiskPartition> Partitions { get; }

    /// <summary>Reads the table of a disk.</summary>
    /// <exception cref="AvocadoException">AVO0705: there is no good one.</exception>
    public static DiskSide Open(ImageSide side, Stream stream) =>
        side.Read(() => new DiskSide(side, stream, GptReader.Read(stream)));

    /// <summary>A partition's bytes, to be compared.</summary>
    public ComparedStream Compared(DiskPartition partition, Stream stream) =>
        new(Side.In(partition.Title), stream, _holes, Gpt.Disk.OffsetOf(partition.Entry));

    /// <summary>The file system that has its data in a partition.</summary>
    public VolumePlan? PlanOf(DiskPartition data) => _plans.FirstOrDefault(p => p.Data == data);

    /// <summary>What the hash tree of a file system comes to.</summary>
    public string? RootHashOf(VolumePlan plan) =>
        plan.Hash is { } hash ? DiskInspector.RootHashOf(Gpt, hash)?.ToString() : null;

    /// <summary>Who signed the root hash of a file system.</summary>
    public IEnumerable<KeyEntry> SignersOf(VolumePlan plan, DiffScope scope)
    {
        if (plan.Signature is not { } partition)
        {
            return [];
        }
        using Stream stream = Gpt.Open(partition.Entry);
        try
        {
            if (SignatureCheck.ReadPartition(stream) is not { } signature)
            {
                return [];
            }
            SignatureReport report = SignatureCheck.Describe(
                VeritySignatureVerifier.Verify(signature.RootHash, signature.Pkcs7.Span, []), []);
            return [KeyEntry.Of("root hash signed by", report)];
        }
        catch (AvocadoException error)
        {
            scope.Note(Side, $"{partition.Title}: {error.Message}");
            return [];
        }
    }
}
