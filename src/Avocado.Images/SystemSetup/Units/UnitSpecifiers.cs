using System.Text;
using Avocado.Files.Diagnostics;

namespace Avocado.Images.SystemSetup.Units;

/// <summary>The specifiers of [Install] values that a build can know: those of the unit's own name.</summary>
internal static class UnitSpecifiers
{
    /// <summary>The text with its specifiers replaced.</summary>
    /// <exception cref="AvocadoException">AVO0524: a specifier that only a running system knows.</exception>
    public static string Expand(string text, string unit)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }
        string prefix = UnitName.PrefixOf(unit);
        var result = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                result.Append(text[i]);
                continue;
            }
            char specifier = ++i < text.Length ? text[i] : '\0';
            result.Append(specifier switch
            {
                '%' => "%",
                'n' => unit,
                'N' => unit[..^UnitName.SuffixOf(unit).Length],
                'p' => prefix,
                'j' => prefix[(prefix.LastIndexOf('-') + 1)..],
                'i' => UnitName.InstanceOf(unit) ?? "",
                _ => throw Codes.BadUnit.Error(
                    unit, $"its [Install] section has '%{specifier}', which a build cannot know"),
            });
        }
        return result.ToString();
    }
}
