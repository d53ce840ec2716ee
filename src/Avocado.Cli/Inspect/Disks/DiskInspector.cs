using System.Collections.Immutable;
using Avocado.Cli.Inspect.FileSystems;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Gpt;

namespace Avocado.Cli.Inspect.Disks;

/// <summary>Looks into a disk image: partitions, boot files, file systems, and whether they fit together.</summary>
/// <param name="scope">Where the disk lies.</param>
internal sealed class DiskInspector(InspectionScope scope)
{
    /// <summary>Inspects a disk.</summary>
    /// <param name="stream">Seekable, the first sector at position 0.</param>
    /// <exception cref="AvocadoException">AVO0201, AVO0202: there is no good partition table.</exception>
    public DiskReport Inspect(Stream stream)
    {
        GptReader gpt = GptReader.Read(stream);
        if (gpt.BackupProblem is { } problem)
        {
            scope.Report(Verdict.Damaged, "the backup partition table: " + problem);
        }
        ImmutableArray<DiskPartition> partitions =
        [
            .. gpt.Disk.Partitions.Select((entry, index) => Probe(gpt, entry, index + 1)),
        ];
        (ImmutableArray<BootPartitionReport> boot, List<BootClaim> claims, InspectionScope inner) =
            InspectBootPartitions(gpt, partitions);
        ImmutableArray<VolumeReport> volumes = InspectVolumes(inner, gpt, partitions, claims);
        if (!scope.IsNested)
        {
            volumes = new ReleaseChecker(scope).Check(volumes);
        }
        return new DiskReport
        {
            Id = gpt.Disk.DiskId,
            SectorSize = gpt.Disk.SectorSize,
            Size = stream.Length,
            BackupProblem = gpt.BackupProblem,
            Partitions = [.. partitions.Select(p => Describe(gpt, p))],
            BootPartitions = boot,
            Volumes = volumes,
        };
    }

    /// <summary>True for one root or /usr file system with what protects it, and nothing else.</summary>
    public static bool IsDdi(DiskReport disk) =>
        disk.Partitions.Length > 0
        && disk.Partitions.Select(p => PartitionRole.Of(p.Type)?.Family).Distinct().Count() == 1
        && PartitionRole.Of(disk.Partitions[0].Type)?.Family is not null;

    /// <summary>What a partition is, by its row and its first bytes.</summary>
    internal static DiskPartition Probe(GptReader gpt, GptPartition entry, int number)
    {
        using Stream stream = gpt.Open(entry);
        return new DiskPartition(
            number, entry, stream.Length, PartitionRole.Of(entry.Type), ContentProbe.Identify(stream));
    }

    private (ImmutableArray<BootPartitionReport>, List<BootClaim>, InspectionScope) InspectBootPartitions(
        GptReader gpt, ImmutableArray<DiskPartition> partitions)
    {
        var reports = ImmutableArray.CreateBuilder<BootPartitionReport>();
        var claims = new List<BootClaim>();
        var anchors = new List<TrustedCertificate>();
        foreach (DiskPartition partition in partitions.Where(p => p.IsBoot))
        {
            var inspector = new BootPartitionInspector(scope.In(partition.Title));
            using Stream stream = gpt.Open(partition.Entry);
            if (inspector.Inspect(partition.Number, stream) is { } report)
            {
                reports.Add(report);
            }
            claims.AddRange(inspector.Claims);
            anchors.AddRange(inspector.Anchors);
        }
        return (reports.ToImmutable(), claims, scope.With(scope.Trust.WithAnchors(anchors)));
    }

    private static ImmutableArray<VolumeReport> InspectVolumes(
        InspectionScope inner, GptReader gpt, ImmutableArray<DiskPartition> partitions, List<BootClaim> claims)
    {
        var planner = new VolumePlanner(partitions, partition => RootHashOf(gpt, partition));
        var volumes = ImmutableArray.CreateBuilder<VolumeReport>();
        var confirmed = new HashSet<BootClaim>();
        foreach (VolumePlan plan in planner.Plan())
        {
            volumes.Add(InspectVolume(inner, gpt, plan, claims, confirmed));
        }
        foreach (BootClaim claim in claims.Where(c => !confirmed.Contains(c)))
        {
            claim.Scope.Report(
                Verdict.Damaged,
                $"its {claim.Source} names the root hash {claim.RootHash}, which no file system here has");
        }
        return volumes.ToImmutable();
    }

    private static VolumeReport InspectVolume(
        InspectionScope inner, GptReader gpt, VolumePlan plan, List<BootClaim> claims, HashSet<BootClaim> confirmed)
    {
        InspectionScope part = inner.In(plan.Data.Title);
        string role = plan.Data.Role?.FileSystem ?? "data";
        var volume = new VolumeReport
        {
            Name = plan.Data.Entry.Name,
            Role = role,
            DataPartition = plan.Data.Number,
            HashPartition = plan.Hash?.Number,
            SignaturePartition = plan.Signature?.Number,
        };
        using Stream data = gpt.Open(plan.Data.Entry);
        bool isVerified = false;
        if (plan.Hash is not null)
        {
            using Stream hash = gpt.Open(plan.Hash.Entry);
            using Stream? signature = plan.Signature is null ? null : gpt.Open(plan.Signature.Entry);
            var inspector = new VerityInspector(part, plan, claims);
            volume = volume with { Verity = inspector.Inspect(data, hash, signature) };
            isVerified = inspector.IsVerified;
            confirmed.UnionWith(inspector.Confirmed);
        }
        else if (part.Trust.RequiresVeritySignature && plan.Data.Role is { Family: not null })
        {
            part.Report(Verdict.NotSigned, "no hash tree protects it, so nothing can be signed");
        }
        if (plan.Data.Content == ContentProbe.SquashFs)
        {
            // The kernel shows no byte that the tree does not cover, whatever the partition holds behind them.
            data.Position = 0;
            using var covered = new SliceStream(
                data, isVerified ? volume.Verity!.DataBlocks!.Value * volume.Verity.BlockSize!.Value : data.Length);
            return new FileSystemInspector(part).Inspect(volume, covered, isVerified);
        }
        part.Note(plan.Data.Content is { } content
            ? $"{content} is not looked into"
            : "it holds nothing that this tool reads");
        return volume;
    }

    /// <summary>What the hash tree in a partition comes to; null when it cannot be read.</summary>
    internal static Sha256Digest? RootHashOf(GptReader gpt, DiskPartition partition)
    {
        using Stream stream = gpt.Open(partition.Entry);
        try
        {
            return HashTree.Read(stream).RootHash;
        }
        catch (AvocadoException)
        {
            // It is told when the tree is inspected.
            return null;
        }
    }

    private static PartitionReport Describe(GptReader gpt, DiskPartition partition) => new()
    {
        Number = partition.Number,
        Label = partition.Entry.Name,
        Type = partition.Entry.Type,
        TypeName = partition.Role?.Name,
        Id = partition.Entry.Id,
        Offset = gpt.Disk.OffsetOf(partition.Entry),
        Size = partition.Length,
        IsReadOnly = partition.Entry.Attributes.HasFlag(GptAttributes.ReadOnly),
        IsFree = partition.IsFree,
        Content = partition.Content,
    };
}
