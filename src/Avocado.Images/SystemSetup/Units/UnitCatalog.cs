using System.Collections.Immutable;
using System.Text;
using Avocado.Files;

namespace Avocado.Images.SystemSetup.Units;

/// <summary>The unit files of a tree, found as systemd finds them.</summary>
public sealed class UnitCatalog
{
    private const string DevNull = "/dev/null";

    private readonly FileTreeBuilder _tree;
    private readonly Dictionary<UnixPath, List<Entry>> _children = [];

    /// <param name="tree">The tree as it is now; later changes are not seen.</param>
    public UnitCatalog(FileTreeBuilder tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        _tree = tree;
        foreach (Entry entry in tree.Unordered.Where(e => SearchPath.Any(s => e.Path != s && e.Path.IsIn(s))))
        {
            UnixPath parent = entry.Path.Parent;
            if (!_children.TryGetValue(parent, out List<Entry>? list))
            {
                _children.Add(parent, list = []);
            }
            list.Add(entry);
        }
    }

    /// <summary>Where units are, the first folder wins.</summary>
    public static ImmutableArray<UnixPath> SearchPath { get; } =
        ["etc/systemd/system", "usr/local/lib/systemd/system", "usr/lib/systemd/system"];

    /// <summary>Where this SDK and packages put units.</summary>
    public static UnixPath VendorFolder => SearchPath[^1];

    /// <summary>Where the links of enabled units are.</summary>
    public static UnixPath ConfigurationFolder => SearchPath[0];

    /// <summary>Names of all unit files and links to them, in byte order.</summary>
    public IReadOnlyList<string> Names =>
        [.. SearchPath.Where(_children.ContainsKey).SelectMany(f => _children[f])
            .Where(e => e.Kind is EntryKind.File or EntryKind.SymbolicLink)
            .Select(e => e.Path.NameText).Where(UnitName.IsValid)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The unit of a name; null when there is none, it is masked, or a link to another name.</summary>
    public UnitDefinition? Find(string name)
    {
        if (!UnitName.IsValid(name))
        {
            return null;
        }
        Entry? entry = Lookup(name);
        if (entry is null && UnitName.IsInstance(name))
        {
            entry = Lookup(UnitName.TemplateOf(name));
        }
        if (entry is null || Follow(entry) is not { Kind: EntryKind.File, Content.Size: > 0 } file)
        {
            return null;
        }
        if (file.Path.NameText != entry.Path.NameText)
        {
            return null; // an alias: its own name is enabled, not this one
        }
        IEnumerable<UnitFile> files = DropIns(name).Prepend(file)
            .Select(e => UnitFile.Parse(Encoding.UTF8.GetString(e.Content.ReadAll())));
        return new UnitDefinition(name, file.Path, InstallSection.Of(files));
    }

    /// <summary>True when some unit file or link has the name.</summary>
    public bool Contains(string name) => Lookup(name) is not null;

    private Entry? Lookup(string name)
    {
        UnixPath path = UnixPath.Parse(name);
        return SearchPath.Select(f => _tree.Find(f / path))
            .FirstOrDefault(e => e is { Kind: EntryKind.File or EntryKind.SymbolicLink });
    }

    private Entry? Follow(Entry entry)
    {
        if (entry.Kind == EntryKind.SymbolicLink && entry.LinkTargetText == DevNull)
        {
            return null;
        }
        return _tree.Resolve(entry.Path) is { } path ? _tree.Find(path) : null;
    }

    /// <summary>Drop-ins of the unit and of its template, by name; of two with one name the first folder's.</summary>
    private IEnumerable<Entry> DropIns(string name)
    {
        string[] owners = UnitName.IsInstance(name) ? [name, UnitName.TemplateOf(name)] : [name];
        var byName = new SortedDictionary<UnixPath, Entry>();
        foreach (UnixPath folder in owners.SelectMany(o => SearchPath.Select(s => s / UnixPath.Parse(o + ".d"))))
        {
            foreach (Entry entry in _children.GetValueOrDefault(folder) ?? [])
            {
                if (entry.Path.NameText.EndsWith(".conf", StringComparison.Ordinal))
                {
                    byName.TryAdd(UnixPath.Parse(entry.Path.Name), entry);
                }
            }
        }
        return byName.Values.Select(Follow).OfType<Entry>().Where(e => e.Kind == EntryKind.File);
    }
}
