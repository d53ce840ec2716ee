using System.Collections.Immutable;
using System.Globalization;
using Avocado.Cli.Diff.Efi;
using Avocado.Cli.Diff.Files;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect;
using Avocado.Cli.Inspect.Disks;

namespace Avocado.Cli.Diff.Disks;

/// <summary>Compares disks: their tables, and what is in partitions that both have.</summary>
/// <param name="scope">Where the disks lie.</param>
internal sealed class DiskDiffer(DiffScope scope)
{
    private readonly List<ItemDiff> _partitions = [];

    /// <summary>The partitions that differ.</summary>
    public ImmutableArray<ItemDiff> Partitions => [.. _partitions];

    /// <summary>Compares two disks; parts go to the scope.</summary>
    /// <returns>What differs of the disks themselves.</returns>
    public ImmutableArray<FieldDiff> Compare(DiskSide oldDisk, DiskSide newDisk)
    {
        List<(DiskPartition? Old, DiskPartition? New)> pairs = NameMatcher.Match(
            oldDisk.Partitions, newDisk.Partitions,
            p => $"{p.Entry.Type} {p.Entry.Name}",
            p => p.IsFree ? null : $"{p.Entry.Type} {NameMatcher.WithoutVersion(p.Entry.Name)}",
            p => $"{p.Entry.Type} {p.Number}",
            p => p.Entry.Name.Length == 0 || p.IsFree ? null : p.Entry.Name);
        var changed = new HashSet<DiskPartition>(ReferenceEqualityComparer.Instance);
        foreach ((DiskPartition? old, DiskPartition? @new) in pairs)
        {
            if (old is null || @new is null)
            {
                AddOneSided(old, @new);
            }
            else if (ComparePartition(oldDisk, old, newDisk, @new))
            {
                changed.Add(@new);
            }
        }
        foreach ((DiskPartition? old, DiskPartition? @new) in pairs)
        {
            if (old is not null && @new is not null)
            {
                CompareContents(oldDisk, old, newDisk, @new, changed);
            }
        }
        var fields = new FieldList();
        fields.Add("id", oldDisk.Gpt.Disk.DiskId.ToString(), newDisk.Gpt.Disk.DiskId.ToString());
        fields.Add("size", oldDisk.Length, newDisk.Length);
        fields.Add("sectorSize", oldDisk.Gpt.Disk.SectorSize, newDisk.Gpt.Disk.SectorSize);
        fields.Add("backupProblem", oldDisk.Gpt.BackupProblem, newDisk.Gpt.BackupProblem);
        return fields.ToImmutable();
    }

    private void AddOneSided(DiskPartition? old, DiskPartition? @new)
    {
        DiskPartition partition = (@new ?? old)!;
        _partitions.Add(new ItemDiff
        {
            Name = TitleOf(partition),
            Change = old is null ? ChangeKind.Added : ChangeKind.Removed,
            OldSize = old?.Length,
            NewSize = @new?.Length,
            Fields = FieldList.OneSided(old is null, ("type", TypeOf(partition)), ("content", partition.Content)),
        });
    }

    /// <summary>Compares rows of the table and bytes; true when the bytes differ.</summary>
    private bool ComparePartition(DiskSide oldDisk, DiskPartition old, DiskSide newDisk, DiskPartition @new)
    {
        var fields = new FieldList();
        fields.Add("label", old.Entry.Name, @new.Entry.Name);
        fields.Add("type", TypeOf(old), TypeOf(@new));
        fields.Add("uuid", old.Entry.Id.ToString(), @new.Entry.Id.ToString());
        fields.Add("number", old.Number, @new.Number);
        fields.Add("size", old.Length, @new.Length);
        fields.Add("flags", FlagsOf(old), FlagsOf(@new));
        using Stream oldStream = oldDisk.Gpt.Open(old.Entry);
        using Stream newStream = newDisk.Gpt.Open(@new.Entry);
        long? difference = StreamComparer.FirstDifference(
            oldDisk.Compared(old, oldStream), newDisk.Compared(@new, newStream), zerosAreNothing: true,
            scope.Cancellation);
        if (difference is { } at)
        {
            string first = string.Create(CultureInfo.InvariantCulture, $"from byte {at}");
            fields.AddAlways("content", old.Content == @new.Content ? null : old.Content ?? "unknown",
                old.Content == @new.Content ? first : @new.Content ?? "unknown");
        }
        if (!fields.IsEmpty)
        {
            _partitions.Add(new ItemDiff
            {
                Name = TitleOf(@new),
                Change = ChangeKind.Changed,
                OldSize = old.Length,
                NewSize = @new.Length,
                Fields = fields.ToImmutable(),
            });
        }
        return difference is not null;
    }

    private void CompareContents(
        DiskSide oldDisk, DiskPartition old, DiskSide newDisk, DiskPartition @new, HashSet<DiskPartition> changed)
    {
        DiffScope part = scope.In(TitleOf(@new));
        ImageSide oldSide = oldDisk.Side.In(old.Title);
        ImageSide newSide = newDisk.Side.In(@new.Title);
        if (old.Content == ContentProbe.Fat && @new.Content == ContentProbe.Fat)
        {
            if (changed.Contains(@new))
            {
                using Stream oldStream = oldDisk.Gpt.Open(old.Entry);
                using Stream newStream = newDisk.Gpt.Open(@new.Entry);
                new BootPartitionDiffer(part).Compare(oldSide, oldStream, newSide, newStream);
            }
            return;
        }
        if (newDisk.PlanOf(@new) is not { } newPlan || oldDisk.PlanOf(old) is not { } oldPlan
            || !newPlan.All.Any(changed.Contains))
        {
            return;
        }
        var volume = new PartDiff
        {
            Name = part.Where,
            Kind = PartKind.FileSystem,
            Fields = FieldList.Of("rootHash", oldDisk.RootHashOf(oldPlan), newDisk.RootHashOf(newPlan)),
            Keys = KeyList.Compare(oldDisk.SignersOf(oldPlan, scope), newDisk.SignersOf(newPlan, scope)),
        };
        if (changed.Contains(@new))
        {
            using Stream oldStream = oldDisk.Gpt.Open(old.Entry);
            using Stream newStream = newDisk.Gpt.Open(@new.Entry);
            new FileSystemDiffer(part).Compare(volume, oldSide, oldStream, newSide, newStream);
        }
        else
        {
            scope.Add(volume);
        }
    }

    private static string TitleOf(DiskPartition partition) => partition.Role?.Family is not null
        ? $"{partition.Title}, {partition.Role.Name}"
        : partition.Title;

    private static string TypeOf(DiskPartition partition) => partition.Role?.Name ?? partition.Entry.Type.ToString();

    private static string FlagsOf(DiskPartition partition) => partition.Entry.Attributes.ToString();
}
