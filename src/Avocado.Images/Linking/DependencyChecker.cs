using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Elf;

namespace Avocado.Images.Linking;

/// <summary>
/// Checks that every program and library of an image finds its loader and the libraries it cannot start without, so
/// that a forgotten package is found by the build and not by the device.
/// </summary>
public sealed class DependencyChecker
{
    /// <summary>Folders whose ELF files nobody runs here: firmware, modules, debug symbols.</summary>
    private static readonly ImmutableArray<UnixPath> NotRun =
        ["boot", "lib/firmware", "usr/lib/firmware", "lib/modules", "usr/lib/modules", "usr/lib/debug"];

    private readonly ElfCache _cache;

    /// <param name="cache">Shared by all checks of a build.</param>
    public DependencyChecker(ElfCache? cache = null) => _cache = cache ?? new ElfCache();

    /// <summary>What may be missing.</summary>
    public ImmutableArray<AllowedMissing> Allowed { get; init; } = AllowedMissing.WellKnown;

    /// <summary>Gives the package that has a library, or null; messages name it.</summary>
    public Func<string, string?> FindPackage { get; init; } = _ => null;

    /// <summary>How many files are read at once.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Checks a root file system.</summary>
    public DependencyReport Check(FileTree root, CancellationToken cancellation = default) =>
        Check([root], root, cancellation);

    /// <summary>Checks the programs of an extension where it lies over a root file system.</summary>
    public DependencyReport Check(FileTree root, FileTree extension, CancellationToken cancellation = default) =>
        Check([root, extension], extension, cancellation);

    private DependencyReport Check(ImmutableArray<FileTree> layers, FileTree top, CancellationToken cancellation)
    {
        Entry[] entries =
        [
            .. top.Entries.Where(e => e.Kind == EntryKind.File && !NotRun.Any(f => e.Path.IsIn(f))),
        ];
        (ElfFile? File, DamagedFormatException? Damage)[] files = ReadAll(entries, cancellation);
        var view = new ImageView(layers.AsSpan());
        var resolver = new LibraryResolver(view, _cache, LibraryFolders.Configured(view, layers));
        var missing = new List<MissingDependency>();
        for (int i = 0; i < entries.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (files[i].Damage is { } damage)
            {
                missing.Add(Missing(entries[i], MissingKind.Damaged, damage.Message));
            }
            else if (files[i].File is { Type: ElfType.Executable or ElfType.SharedObject } file)
            {
                missing.AddRange(FindMissing(view, resolver, entries[i], file));
            }
        }
        ILookup<AllowedMissing?, MissingDependency> byRule =
            missing.ToLookup(m => Allowed.FirstOrDefault(a => a.Allows(m)));
        return new DependencyReport(
            files.Count(f => f.File is not null),
            [.. byRule[null].Select(NamePackage)],
            [.. missing.Select(m => (m, Allowed.FirstOrDefault(a => a.Allows(m)))).Where(p => p.Item2 is not null)
                .Select(p => (p.m, p.Item2!))]);
    }

    private (ElfFile? File, DamagedFormatException? Damage)[] ReadAll(Entry[] entries, CancellationToken cancellation)
    {
        return OrderedParallel.Compute<(ElfFile?, DamagedFormatException?)>(entries.Length, Parallelism, i =>
        {
            try
            {
                return (_cache.Read(entries[i].Content), null);
            }
            catch (DamagedFormatException damage)
            {
                return (null, damage);
            }
        }, cancellation);
    }

    private static IEnumerable<MissingDependency> FindMissing(
        ImageView view, LibraryResolver resolver, Entry entry, ElfFile file)
    {
        if (file.Interpreter is { } loader
            && (LoaderPath.TryParse(loader) is not { } path || view.Follow(path) is not { Kind: EntryKind.File }))
        {
            yield return Missing(entry, MissingKind.Interpreter, loader);
        }
        foreach (string name in file.Needed)
        {
            if (resolver.Find(file, entry.Path, name) is null)
            {
                yield return Missing(entry, MissingKind.Library, name);
            }
        }
    }

    private static MissingDependency Missing(Entry entry, MissingKind kind, string name) =>
        new(entry.Path, entry.Origin, kind, name, null);

    // What is allowed to be missing fails no build; looking for its package may ask the network.
    private MissingDependency NamePackage(MissingDependency missing) => missing.Kind == MissingKind.Damaged
        ? missing
        : missing with { Package = FindPackage(missing.Name[(missing.Name.LastIndexOf('/') + 1)..]) };
}
