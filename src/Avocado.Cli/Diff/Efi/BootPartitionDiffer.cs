using System.Collections.Immutable;
using System.Globalization;
using Avocado.Cli.Diff.Model;
using Avocado.Files;
using Avocado.Formats.Fat;

namespace Avocado.Cli.Diff.Efi;

/// <summary>Compares partitions that firmware reads, and the boot images in them.</summary>
/// <param name="scope">Where they lie.</param>
internal sealed class BootPartitionDiffer(DiffScope scope)
{
    private const string EfiEnding = ".efi";

    /// <summary>Compares two partitions whose bytes differ.</summary>
    public void Compare(ImageSide oldSide, Stream oldStream, ImageSide newSide, Stream newStream)
    {
        if (Read(oldSide, oldStream) is not { } oldFat || Read(newSide, newStream) is not { } newFat)
        {
            return;
        }
        var items = ImmutableArray.CreateBuilder<ItemDiff>();
        var programs = new List<(FatNode Old, FatNode New)>();
        foreach ((FatNode? old, FatNode? @new) in NameMatcher.Match(
            FilesOf(oldFat), FilesOf(newFat),
            n => n.Path.ToString(), n => NameMatcher.WithoutVersion(n.Path.ToString())))
        {
            ItemDiff? item = old is null || @new is null
                ? OneSided(old, @new)
                : Compare(oldSide, oldFat, old, newSide, newFat, @new);
            if (item is null)
            {
                continue;
            }
            items.Add(item);
            if (old is not null && @new is not null
                && @new.Path.ToString().EndsWith(EfiEnding, StringComparison.OrdinalIgnoreCase))
            {
                programs.Add((old, @new));
            }
        }
        var fields = new FieldList();
        fields.Add("label", oldFat.Label, newFat.Label);
        fields.Add("volumeId", Hex(oldFat.VolumeId), Hex(newFat.VolumeId));
        scope.Add(new PartDiff
        {
            Name = scope.Where,
            Kind = PartKind.BootPartition,
            Fields = fields.ToImmutable(),
            Files = [.. items.OrderBy(i => i.Name, StringComparer.Ordinal)],
        });
        foreach ((FatNode old, FatNode @new) in programs)
        {
            new EfiDiffer(scope.In(@new.Path.ToString())).Compare(
                oldSide.In(old.Path.ToString()), ContentOf(oldFat, old),
                newSide.In(@new.Path.ToString()), ContentOf(newFat, @new));
        }
    }

    private FatReader? Read(ImageSide side, Stream stream) =>
        scope.Inspect(side, inspection => inspection.Try(() => FatReader.Read(stream)));

    private ItemDiff? Compare(
        ImageSide oldSide, FatReader oldFat, FatNode old, ImageSide newSide, FatReader newFat, FatNode @new)
    {
        using Stream oldStream = oldFat.Open(old);
        using Stream newStream = newFat.Open(@new);
        bool isSame = old.Size == @new.Size && StreamComparer.FirstDifference(
            new(oldSide, oldStream), new(newSide, newStream), zerosAreNothing: false, scope.Cancellation) is null;
        var fields = new FieldList();
        fields.Add("path", old.Path.ToString(), @new.Path.ToString());
        if (!isSame)
        {
            oldStream.Position = newStream.Position = 0;
            fields.AddAlways(
                "content", oldSide.Digest(oldStream).ToString(), newSide.Digest(newStream).ToString());
        }
        return fields.IsEmpty ? null : new ItemDiff
        {
            Name = @new.Path.ToString(),
            Change = ChangeKind.Changed,
            OldSize = old.Size,
            NewSize = @new.Size,
            Fields = fields.ToImmutable(),
        };
    }

    private static ItemDiff OneSided(FatNode? old, FatNode? @new) => new()
    {
        Name = (@new ?? old)!.Path.ToString(),
        Change = old is null ? ChangeKind.Added : ChangeKind.Removed,
        OldSize = old?.Size,
        NewSize = @new?.Size,
    };

    private static FatNode[] FilesOf(FatReader fat) => [.. fat.Nodes.Where(n => !n.IsDirectory)];

    private static DelegatedContent ContentOf(FatReader fat, FatNode node) =>
        new DelegatedContent(node.Size, null, () => fat.Open(node));

    private static string Hex(uint id) => id.ToString("x8", CultureInfo.InvariantCulture);
}
