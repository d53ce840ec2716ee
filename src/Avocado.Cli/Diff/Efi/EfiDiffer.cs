using System.Collections.Immutable;
using System.Globalization;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect.Efi;
using Avocado.Cli.Inspect.Model;
using Avocado.Files;
using Avocado.Formats.Pe;

namespace Avocado.Cli.Diff.Efi;

/// <summary>Compares EFI executables: sections, command line, initrd, who signed them and whom they trust.</summary>
/// <param name="scope">Where they lie.</param>
internal sealed class EfiDiffer(DiffScope scope)
{
    /// <summary>Compares two executables; those that cannot be read are noted.</summary>
    public void Compare(ImageSide oldSide, Content oldFile, ImageSide newSide, Content newFile)
    {
        UkiReport? old = scope.Inspect(oldSide, inspection => new EfiInspector(inspection).Inspect(oldFile));
        UkiReport? @new = scope.Inspect(newSide, inspection => new EfiInspector(inspection).Inspect(newFile));
        if (old is null || @new is null)
        {
            return;
        }
        UkiReader oldUki = oldSide.Read(() => UkiReader.Read(oldFile));
        UkiReader newUki = newSide.Read(() => UkiReader.Read(newFile));
        ImmutableArray<ItemDiff> sections = SetDiff.Compare(
            ReadSections(oldSide, oldUki), ReadSections(newSide, newUki),
            (before, after) =>
                before is null || after is null ? [] : FieldList.Of("content", before.Digest, after.Digest),
            section => section.Size);
        ImmutableArray<ItemDiff> words = CompareWords(old.CommandLine, @new.CommandLine);
        var fields = new FieldList();
        fields.Add("kind", old.Kind.ToString().ToLowerInvariant(), @new.Kind.ToString().ToLowerInvariant());
        fields.Add("machine", old.Machine, @new.Machine);
        fields.Add("kernelVersion", old.KernelVersion, @new.KernelVersion);
        fields.Add("profiles", old.Profiles, @new.Profiles);
        if (words.IsEmpty)
        {
            // The same words in another order.
            fields.Add("commandLine", old.CommandLine, @new.CommandLine);
        }
        fields.AddAll(old.OsRelease, @new.OsRelease);
        scope.Add(new PartDiff
        {
            Name = scope.Where,
            Kind = PartKind.Efi,
            Fields = fields.ToImmutable(),
            Sections = sections,
            CommandLine = words,
            Keys = KeyList.Compare(SignersOf(old), SignersOf(@new)),
        });
        if (sections.Any(s => s is { Name: UkiSectionName.Initrd, Change: ChangeKind.Changed }))
        {
            CompareInitrds(oldSide, oldUki, newSide, newUki);
        }
    }

    private void CompareInitrds(ImageSide oldSide, UkiReader oldUki, ImageSide newSide, UkiReader newUki)
    {
        PeSectionHeader oldSection = oldUki.Find(UkiSectionName.Initrd)!.Value;
        PeSectionHeader newSection = newUki.Find(UkiSectionName.Initrd)!.Value;
        new InitrdDiffer(scope.In(UkiSectionName.Initrd)).Compare(
            oldSide.In(UkiSectionName.Initrd), () => oldUki.Open(oldSection), oldSection.ContentSize,
            newSide.In(UkiSectionName.Initrd), () => newUki.Open(newSection), newSection.ContentSize);
    }

    /// <summary>Sections by name; of several with a name the second is "NAME 2".</summary>
    private static Dictionary<string, Section> ReadSections(ImageSide side, UkiReader uki)
    {
        var sections = new Dictionary<string, Section>(StringComparer.Ordinal);
        foreach (PeSectionHeader header in uki.Image.Sections)
        {
            string name = header.Name;
            for (int count = 2; sections.ContainsKey(name); count++)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{header.Name} {count}");
            }
            using Stream stream = side.Read(() => uki.Open(header));
            sections.Add(name, new Section(header.ContentSize, side.Digest(stream).ToString()));
        }
        return sections;
    }

    private static ImmutableArray<ItemDiff> CompareWords(string? old, string? @new) => SetDiff.Compare(
        CountWords(old), CountWords(@new),
        (before, after) =>
        {
            var count = new FieldList();
            count.Add("count", before, after);
            return before == 0 || after == 0 ? [] : count.ToImmutable();
        });

    private static Dictionary<string, int> CountWords(string? line) =>
        (line ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(w => w, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    private static IEnumerable<KeyEntry> SignersOf(UkiReport report) =>
        report.Signatures.Select(s => KeyEntry.Of("signed by", s));

    private sealed record Section(long Size, string Digest);
}
