using System.Collections.Immutable;
using System.Text;
using Avocado.Files;
using Avocado.Files.Diagnostics;
using Avocado.Formats.Kmod;

namespace Avocado.Images.Modules;

/// <summary>The modules of the one kernel among an image's packages, with what depmod would make of them.</summary>
public sealed class KernelModules
{
    private static readonly UnixPath ModulesFolder = "usr/lib/modules";

    private readonly FileTree _tree;
    private readonly ImmutableHashSet<string> _builtin;

    private KernelModules(FileTree tree, UnixPath folder, ModuleGraph graph)
    {
        _tree = tree;
        Folder = folder;
        Graph = graph;
        _builtin = [.. Encoding.Latin1.GetString(ReadList("modules.builtin")).Split('\n').Select(ModuleFile.NameOf)];
    }

    /// <summary>Where they are: "usr/lib/modules/" and the version.</summary>
    public UnixPath Folder { get; }

    /// <summary>The kernel's release, as uname -r says it.</summary>
    public string Version => Folder.NameText;

    /// <summary>The modules and what they need.</summary>
    public ModuleGraph Graph { get; }

    /// <summary>Reads every module of the kernel.</summary>
    /// <param name="tree">Has usr/lib/modules: the kernel's package or a composed root.</param>
    /// <param name="catalog">Knows modules that were read before.</param>
    /// <param name="parallelism">How many modules are unpacked at once; the result does not depend on it.</param>
    /// <exception cref="AvocadoException">AVO0543: no kernel or several; AVO0201: a damaged module.</exception>
    public static KernelModules Read(
        FileTree tree, ModuleCatalog? catalog = null, int? parallelism = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tree);
        UnixPath folder = FindKernel(tree);
        Entry[] entries =
        [
            .. tree.Below(folder).Where(e => e.Kind == EntryKind.File && ModuleFile.IsModule(e.Path.NameText)),
        ];
        ModuleFile[] files = catalog is null
            ? ReadAll(folder, entries, parallelism, cancellation)
            : catalog.Get(
                [.. entries.Select(e => (PathIn(folder, e), e.Content.ComputeDigest()))],
                () => ReadAll(folder, entries, parallelism, cancellation),
                cancellation);
        return new KernelModules(tree, folder, ModuleGraph.Create(files, ReadList(tree, folder / "modules.order")));
    }

    /// <summary>True when the kernel has a module of a name, as a file or built in.</summary>
    public bool Has(string name) => Graph.Find(name) is not null || _builtin.Contains(ModuleFile.NameOf(name));

    /// <summary>Adds all modules as they are stored, and the indexes that udev and modprobe read.</summary>
    public void AddTo(FileTreeBuilder root)
    {
        ArgumentNullException.ThrowIfNull(root);
        foreach (Entry entry in _tree.Below(Folder))
        {
            // "build" and "source" lead to headers that no device has.
            if (entry.Kind != EntryKind.SymbolicLink || entry.Path.Parent != Folder)
            {
                root.Add(entry);
            }
        }
        AddIndexes(root, Graph);
    }

    /// <summary>
    /// Adds some modules, all they need and their soft dependencies, not compressed (an initrd is compressed as a
    /// whole, and signatures of modules stay valid), with indexes of their own.
    /// </summary>
    /// <param name="initrd">Where they go.</param>
    /// <param name="names">Modules by name; those built into the kernel need no file.</param>
    /// <exception cref="AvocadoException">AVO0542: the kernel has no module of a name.</exception>
    public void AddSelectionTo(FileTreeBuilder initrd, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(initrd);
        ArgumentNullException.ThrowIfNull(names);
        ImmutableArray<ModuleFile> selected = Select(names);
        var plain = new List<ModuleFile>();
        foreach (ModuleFile module in selected)
        {
            Entry stored = _tree.Find(Folder / module.Path)!;
            var file = module with { Path = ModuleFile.PlainPath(module.Path) };
            plain.Add(file);
            initrd.Add(stored with
            {
                Path = Folder / file.Path,
                LinkGroup = null,
                Content = Content.Bytes(ModuleFile.Unpack(module.Path, stored.Content)),
            });
        }
        foreach (UnixPath list in (ReadOnlySpan<UnixPath>)["modules.order", "modules.builtin"])
        {
            if (_tree.Find(Folder / list) is { } entry)
            {
                initrd.Add(entry);
            }
        }
        AddIndexes(initrd, ModuleGraph.Create(plain, ReadList("modules.order")));
    }

    /// <summary>The modules of some names with everything they need, in the kernel's order.</summary>
    /// <exception cref="AvocadoException">AVO0542: the kernel has no module of a name.</exception>
    public ImmutableArray<ModuleFile> Select(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var selected = new HashSet<ModuleFile>(ReferenceEqualityComparer.Instance);
        var pending = new Queue<ModuleFile>();
        foreach (string name in names)
        {
            if (Graph.Find(name) is { } module)
            {
                pending.Enqueue(module);
            }
            else if (!Has(name))
            {
                throw Codes.KernelModuleMissing.Error(Version, name, Similar(name));
            }
        }
        while (pending.TryDequeue(out ModuleFile? module))
        {
            if (selected.Add(module))
            {
                IEnumerable<ModuleFile> soft = module.Info.SoftDependencies.SelectMany(SoftNames)
                    .Select(Graph.Find).OfType<ModuleFile>();
                foreach (ModuleFile needed in Graph.DependenciesOf(module).Concat(soft))
                {
                    pending.Enqueue(needed);
                }
            }
        }
        return [.. Graph.Modules.Where(selected.Contains)];
    }

    private static ModuleFile[] ReadAll(
        UnixPath folder, Entry[] entries, int? parallelism, CancellationToken cancellation) =>
        OrderedParallel.Compute(
            entries.Length, parallelism ?? Environment.ProcessorCount, i => Read(folder, entries[i]), cancellation);

    private static string PathIn(UnixPath folder, Entry entry) =>
        Encoding.UTF8.GetString(entry.Path.RelativeTo(folder).Bytes);

    private static ModuleFile Read(UnixPath folder, Entry entry)
    {
        try
        {
            return ModuleFile.Read(PathIn(folder, entry), entry.Content);
        }
        catch (DamagedFormatException error)
        {
            throw new DamagedFormatException("kernel module", $"{entry.Path} ({entry.Origin}): {error.Message}");
        }
    }

    private static UnixPath FindKernel(FileTree tree)
    {
        UnixPath[] kernels =
        [
            .. tree.Below(ModulesFolder)
                .Where(e => e.Kind == EntryKind.Directory && e.Path != ModulesFolder && e.Path.Parent == ModulesFolder)
                .Select(e => e.Path),
        ];
        return kernels.Length == 1
            ? kernels[0]
            : throw Codes.KernelVersions.Error(
                kernels.Length == 0 ? "no" : kernels.Length,
                kernels.Length == 0 ? "" : $" ({string.Join(", ", kernels.Select(k => k.NameText))})");
    }

    /// <summary>A line such as "pre: a b post: c" without its keywords.</summary>
    private static IEnumerable<string> SoftNames(string line) => line
        .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word is not ("pre:" or "post:"));

    private void AddIndexes(FileTreeBuilder target, ModuleGraph graph)
    {
        var origin = Origin.Generated("kernel modules", $"indexes of the modules of {Version}");
        ImmutableSortedDictionary<string, byte[]> files =
            ModuleIndexes.Write(graph, ReadList("modules.builtin"), ReadList("modules.builtin.modinfo"));
        foreach ((string name, byte[] bytes) in files)
        {
            target.Replace(Entry.File(Folder / name, Content.Bytes(bytes), origin));
        }
    }

    private byte[] ReadList(string name) => ReadList(_tree, Folder / name);

    private static byte[] ReadList(FileTree tree, UnixPath path) =>
        tree.Find(path) is { Kind: EntryKind.File } entry ? entry.Content.ReadAll() : [];

    private string Similar(string name)
    {
        string wanted = ModuleFile.NameOf(name);
        string[] near =
        [
            .. Graph.Modules.Select(m => m.Name).Concat(_builtin)
                .Where(n => n.Length > 2 && (n.Contains(wanted, StringComparison.Ordinal)
                    || wanted.Contains(n, StringComparison.Ordinal)))
                .Distinct().Order(StringComparer.Ordinal).Take(5),
        ];
        return near.Length == 0 ? "" : $" (there is {string.Join(", ", near)})";
    }
}
