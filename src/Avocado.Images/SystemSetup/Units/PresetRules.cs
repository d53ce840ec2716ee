using System.Collections.Immutable;

namespace Avocado.Images.SystemSetup.Units;

/// <summary>Preset files, systemd.preset(5): the first line that matches a unit decides.</summary>
public sealed class PresetRules
{
    private readonly ImmutableArray<(PresetVerdict Verdict, string Pattern, ImmutableArray<string> Instances)> _rules;

    /// <param name="files">Texts of the files in the order of their names.</param>
    public PresetRules(IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        _rules = [.. files.SelectMany(f => f.Split('\n')).SelectMany(Parse)];
    }

    /// <summary>Whether a unit is enabled; what no line names is, as systemd has it.</summary>
    /// <param name="unit">The unit's name.</param>
    /// <param name="instances">For templates: the instances that the line names.</param>
    public PresetVerdict Query(string unit, out ImmutableArray<string> instances)
    {
        ArgumentNullException.ThrowIfNull(unit);
        instances = [];
        foreach ((PresetVerdict verdict, string pattern, ImmutableArray<string> named) in _rules)
        {
            if (named.IsEmpty ? ShellPattern.Matches(pattern, unit) : pattern == unit)
            {
                instances = named;
                return verdict;
            }
            // "enable x@.service a b" also speaks of x@a.service itself.
            if (UnitName.IsInstance(unit) && pattern == UnitName.TemplateOf(unit)
                && named.Contains(UnitName.InstanceOf(unit)!))
            {
                return verdict;
            }
        }
        return PresetVerdict.Enable;
    }

    private static IEnumerable<(PresetVerdict, string, ImmutableArray<string>)> Parse(string line)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
        {
            yield break;
        }
        PresetVerdict? verdict = words[0] switch
        {
            "enable" => PresetVerdict.Enable,
            "disable" => PresetVerdict.Disable,
            "ignore" => PresetVerdict.Ignore,
            _ => null,
        };
        if (verdict is { } known)
        {
            bool hasInstances = known == PresetVerdict.Enable && UnitName.IsValid(words[1])
                && UnitName.IsTemplate(words[1]);
            yield return (known, words[1], hasInstances ? [.. words[2..]] : []);
        }
    }
}
