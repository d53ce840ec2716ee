using System.Collections.Immutable;
using Avocado.Files;
using Avocado.Images.Model;

namespace Avocado.Images.HostFiles;

/// <summary>The explicit modes of a folder; the last match wins.</summary>
internal sealed class HostModeRules(ImmutableArray<ModeRule> rules)
{
    private readonly (GlobPattern Pattern, ushort Mode)[] _rules =
        [.. rules.Select(rule => (new GlobPattern(rule.Pattern), rule.Mode))];

    /// <summary>The mode of a path, or null when no rule says one.</summary>
    public ushort? ModeOf(UnixPath path)
    {
        if (_rules.Length == 0)
        {
            return null;
        }
        string text = path.ToString();
        int match = Array.FindLastIndex(_rules, rule => rule.Pattern.Matches(text));
        return match < 0 ? null : _rules[match].Mode;
    }
}
