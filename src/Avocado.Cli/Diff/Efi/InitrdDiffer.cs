using System.Collections.Immutable;
using Avocado.Cli.Diff.Files;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect.Efi;
using Avocado.Cli.Inspect.Model;
using Avocado.Formats.Cpio;

namespace Avocado.Cli.Diff.Efi;

/// <summary>Compares initrds: members, what they open by root hash, whom they make the main system trust.</summary>
/// <param name="scope">Where they lie.</param>
internal sealed class InitrdDiffer(DiffScope scope)
{
    /// <summary>Compares two initrds whose bytes differ.</summary>
    public void Compare(
        ImageSide oldSide, Func<Stream> openOld, long oldSize, ImageSide newSide, Func<Stream> openNew, long newSize)
    {
        (InitrdReport old, SortedDictionary<string, FileState> oldFiles) = Read(oldSide, openOld, oldSize);
        (InitrdReport @new, SortedDictionary<string, FileState> newFiles) = Read(newSide, openNew, newSize);
        var fields = new FieldList();
        fields.Add("compression", old.Compression, @new.Compression);
        fields.AddAll(Opens(old), Opens(@new));
        bool isRead = old.IsRead && @new.IsRead;
        scope.Add(new PartDiff
        {
            Name = scope.Where,
            Kind = PartKind.Initrd,
            Fields = fields.ToImmutable(),
            Files = isRead ? SetDiff.Compare(oldFiles, newFiles, CompareFiles, f => f.Size) : [],
            Keys = isRead ? KeyList.Compare(Anchors(old), Anchors(@new)) : [],
        });
    }

    private (InitrdReport Report, SortedDictionary<string, FileState> Files) Read(
        ImageSide side, Func<Stream> open, long size)
    {
        using Stream stream = side.Read(open);
        InitrdReport report = scope.Inspect(
            side, inspection => new InitrdInspector(inspection).Inspect(stream, size), isWhole: scope.Where.Length == 0);
        var files = new SortedDictionary<string, FileState>(StringComparer.Ordinal);
        if (report.IsRead)
        {
            using Stream again = side.Read(open);
            scope.Inspect(side, inspection =>
                new InitrdInspector(inspection) { Observer = member => Add(side, files, member) }.Inspect(again, size));
        }
        return (report, files);
    }

    private static void Add(ImageSide side, SortedDictionary<string, FileState> files, CpioMember member)
    {
        if (side.Budget.TakeListing(member.Path.Length))
        {
            // Of a path that is there twice the last one counts, as for the kernel.
            files[member.Path.ToString()] = FileState.Of(member);
        }
    }

    private static ImmutableArray<FieldDiff> CompareFiles(FileState? old, FileState? @new)
    {
        FieldList fields = FileState.Compare(old, @new);
        if (old is not null && @new is not null)
        {
            fields.Add("content", old.Digest, @new.Digest);
        }
        return fields.ToImmutable();
    }

    private static SortedDictionary<string, string> Opens(InitrdReport report)
    {
        var opens = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (VerityTabReport line in report.VerityTab)
        {
            opens["opens " + line.Name] = line.RootHash;
        }
        return opens;
    }

    private static IEnumerable<KeyEntry> Anchors(InitrdReport report) =>
        report.TrustAnchors.Select(a => KeyEntry.Of("trusts for extensions", a));
}
