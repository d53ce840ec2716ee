using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Elf;
using Avocado.Formats.Tar;
using Avocado.Packages.Debian;

namespace Avocado.Packages.Caching;

/// <summary>Turns a package archive into an index and one file of contents, so that it is unpacked only once.</summary>
internal static class PackageNormaliser
{
    /// <summary>What a package may unpack to beyond what it declares: headers, padding, rounding.</summary>
    private const long Allowance = 64 << 20;

    /// <summary>What a package may unpack to at all.</summary>
    private const long MaxUnpacked = 16L << 30;

    /// <summary>Reads an archive.</summary>
    /// <param name="archive">Stands at its first byte.</param>
    /// <param name="contents">Takes the contents of all files; finished here, committed by the caller.</param>
    /// <exception cref="AvocadoException">The archive is damaged, hostile or of a form that is not read.</exception>
    public static PackageItem Normalise(Stream archive, NewBlob contents, CancellationToken cancellation)
    {
        var deb = new DebReader(archive);
        DebControl control = deb.ReadControl();
        // Hostile packages unpack to more than they say; 0 declared bytes are common and covered by the allowance.
        long max = Math.Min(MaxUnpacked, (control.InstalledSize ?? 0) + (control.InstalledSize ?? 0) / 4 + Allowance);
        var collector = new EntryCollector(contents.Content);
        using (Stream data = deb.OpenData(max))
        {
            var tar = new TarReader(data);
            while (tar.Next() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                collector.Add(entry);
            }
        }
        long length = contents.Finish().Size;
        return new PackageItem
        {
            Control = control.Paragraph,
            ConfigurationFiles = control.ConfigurationFiles,
            Entries = collector.Entries(),
            LibraryNeeds = ReadLibraryNeeds(contents.Path, collector.Programs),
            ContentsLength = length,
        };
    }

    private static ImmutableArray<LibraryNeed> ReadLibraryNeeds(string contentsPath, IEnumerable<ItemEntry> programs)
    {
        var needs = new HashSet<LibraryNeed>();
        foreach (ItemEntry program in programs)
        {
            try
            {
                var content = new SliceContent(contentsPath, program.Offset, program.Size, program.Digest);
                needs.UnionWith((ElfFile.TryRead(content)?.DlopenNotes ?? [])
                    .Select(note => new LibraryNeed(note.Feature ?? "", note.Priority, note.Sonames)));
            }
            catch (DamagedFormatException)
            {
                // Packages may carry broken programs as data; whoever puts one into an image hears of it there.
            }
        }
        return
        [
            .. needs.OrderBy(n => n.Priority).ThenBy(n => n.Sonames[0], StringComparer.Ordinal)
                .ThenBy(n => n.Feature, StringComparer.Ordinal),
        ];
    }
}
