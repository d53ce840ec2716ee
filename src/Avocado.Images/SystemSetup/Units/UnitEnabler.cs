using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.SystemSetup.Units;

/// <summary>
/// Makes the links of enabled units, as <c>systemctl preset-all</c> would on a system without any: for every unit
/// that the presets enable, and for those its <c>Also=</c> names, whatever the presets say of them. Links that are
/// already there stay.
/// </summary>
public sealed class UnitEnabler
{
    private static readonly ImmutableArray<string> AliasedTypes =
        [".device", ".path", ".service", ".socket", ".target", ".timer"];

    private readonly FileTreeBuilder _tree;
    private readonly UnitCatalog _units;
    private readonly string _step;
    private readonly SortedDictionary<string, (UnitDefinition Unit, string Reason)> _enabled =
        new(StringComparer.Ordinal);

    /// <param name="tree">Gets the links.</param>
    /// <param name="step">What origins call this.</param>
    public UnitEnabler(FileTreeBuilder tree, string step)
    {
        _tree = tree;
        _units = new UnitCatalog(tree);
        _step = step;
    }

    /// <summary>Enables what the presets enable.</summary>
    /// <returns>Names of the units that were enabled, in byte order.</returns>
    public IReadOnlyList<string> Apply(PresetRules presets)
    {
        ArgumentNullException.ThrowIfNull(presets);
        foreach (string name in _units.Names)
        {
            if (_units.Find(name) is not { } unit
                || presets.Query(name, out ImmutableArray<string> instances) != PresetVerdict.Enable)
            {
                continue;
            }
            IEnumerable<string> names = instances.IsEmpty
                ? [name]
                : instances.Select(i => UnitName.WithInstance(unit.Name, i));
            foreach (string each in names)
            {
                Enable(each, "enabled by preset");
            }
        }
        foreach ((UnitDefinition unit, string reason) in _enabled.Values)
        {
            Link(unit, reason);
        }
        return [.. _enabled.Keys];
    }

    private void Enable(string name, string reason)
    {
        if (_enabled.ContainsKey(name) || _units.Find(name) is not { Install.HasAny: true } unit)
        {
            return;
        }
        _enabled.Add(name, (unit, reason));
        foreach (string also in unit.Install.Also)
        {
            Enable(UnitSpecifiers.Expand(also, unit.Name), $"enabled with {unit.Name}");
        }
    }

    private void Link(UnitDefinition unit, string reason)
    {
        InstallSection install = unit.Install;
        string name = UnitName.IsTemplate(unit.Name) && install.DefaultInstance is { } instance
            ? UnitName.WithInstance(unit.Name, UnitSpecifiers.Expand(instance, unit.Name))
            : unit.Name;
        foreach (string text in install.Alias)
        {
            if (AliasOf(unit.Name, UnitSpecifiers.Expand(text, unit.Name)) is { } alias)
            {
                Add(UnixPath.Parse(alias), unit, reason);
            }
        }
        LinkFolder(unit, name, install.WantedBy, ".wants", reason);
        LinkFolder(unit, name, install.RequiredBy, ".requires", reason);
        LinkFolder(unit, name, install.UpheldBy, ".upholds", reason);
    }

    private void LinkFolder(
        UnitDefinition unit, string name, ImmutableArray<string> targets, string folderSuffix, string reason)
    {
        foreach (string text in targets)
        {
            string target = UnitSpecifiers.Expand(text, unit.Name);
            // A template without instance can only hang on units that have one or will get one.
            bool fits = !UnitName.IsTemplate(name) || UnitName.InstanceOf(target) is not null;
            if (UnitName.IsValid(target) && fits)
            {
                Add(UnixPath.Parse(target + folderSuffix) / UnixPath.Parse(name), unit, reason);
            }
        }
    }

    private void Add(UnixPath link, UnitDefinition unit, string reason)
    {
        UnixPath path = UnitCatalog.ConfigurationFolder / link;
        if (path != unit.Path && !_tree.Contains(path))
        {
            _tree.Add(Entry.SymbolicLink(path, unit.Path.ToString(), Origin.Generated(_step, reason)));
        }
    }

    /// <summary>
    /// The name of an alias, or null when it cannot be one: it keeps the unit's type, and is plain, a template or the
    /// same instance as the unit is. A template's name given to an instance becomes that instance.
    /// </summary>
    private static string? AliasOf(string unit, string alias)
    {
        if (!UnitName.IsValid(alias) || UnitName.SuffixOf(alias) != UnitName.SuffixOf(unit)
            || !AliasedTypes.Contains(UnitName.SuffixOf(alias)))
        {
            return null;
        }
        return (UnitName.InstanceOf(alias), UnitName.InstanceOf(unit)) switch
        {
            (null, null) or ("", "") => alias,
            ("", { Length: > 0 } instance) => UnitName.WithInstance(alias, instance),
            ({ Length: > 0 } a, { Length: > 0 } b) when a == b => alias,
            ({ Length: > 0 }, "") => alias,
            _ => null,
        };
    }
}
