using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Formats.Deb822;

/// <summary>A run of fields between blank lines: one package, one release, one source.</summary>
/// <param name="Fields">In the order of the file; no name twice.</param>
public sealed record Deb822Paragraph(ImmutableArray<Deb822Field> Fields)
{
    /// <summary>A field's value, or null when the paragraph does not have it.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (Deb822Field field in Fields)
            {
                if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return field.Value;
                }
            }
            return null;
        }
    }

    /// <summary>A field's value.</summary>
    /// <exception cref="DamagedFormatException">The paragraph does not have it.</exception>
    public string Require(string name) => this[name] is { Length: > 0 } value
        ? value
        : throw new DamagedFormatException(Deb822Reader.Format, $"a paragraph without {name}");

    /// <summary>The blank-separated words of a field; none when it is absent.</summary>
    public string[] Words(string name) => (this[name] ?? "").Split(
        [' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines of a field that are not blank; none when it is absent.</summary>
    public string[] Lines(string name) => (this[name] ?? "").Split(
        '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
