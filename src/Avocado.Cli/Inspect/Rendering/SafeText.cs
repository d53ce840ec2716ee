using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Avocado.Cli.Inspect.Rendering;

/// <summary>
/// Makes text from an image fit to be shown: control characters could move the cursor or set the terminal's title,
/// and invisible ones could turn a line around.
/// </summary>
internal static class SafeText
{
    /// <summary>The text with every character that is not seen written as its number.</summary>
    public static string Clean(string text)
    {
        if (text.EnumerateRunes().All(IsVisible))
        {
            return text;
        }
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsVisible(rune))
            {
                clean.Append(rune.ToString());
            }
            else
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }
        return clean.ToString();
    }

    /// <summary>As above, with Spectre's markup taken literally.</summary>
    public static string Escape(string text) => Markup.Escape(Clean(text));

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);
}
