using System.Collections.Immutable;
using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>How project files spell <see cref="KeyUse"/>.</summary>
public static class KeyUses
{
    private static readonly ImmutableArray<(KeyUse Use, string Name)> Names =
    [
        (KeyUse.SecureBoot, "secure-boot"),
        (KeyUse.Verity, "verity"),
        (KeyUse.Modes, "modes"),
        (KeyUse.Pcr, "pcr"),
        (KeyUse.Manifest, "manifest"),
        (KeyUse.Platform, "platform"),
        (KeyUse.KeyExchange, "key-exchange"),
    ];

    /// <summary>Every single use.</summary>
    public static ImmutableArray<KeyUse> All { get; } = [.. Names.Select(n => n.Use)];

    /// <summary>The project's spelling; several uses are joined by semicolons.</summary>
    public static string ToText(this KeyUse uses) =>
        string.Join(';', Names.Where(n => (uses & n.Use) != 0).Select(n => n.Name));

    /// <summary>Reads one use or several separated by semicolons.</summary>
    /// <exception cref="AvocadoException">AVO0413: an unknown word, or none.</exception>
    public static KeyUse Parse(string text, SourceLocation? location = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var uses = KeyUse.None;
        foreach (string word in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            KeyUse use = Names.FirstOrDefault(n => n.Name == word).Use;
            uses |= use != KeyUse.None ? use : throw Unknown(word, location);
        }
        return uses != KeyUse.None ? uses : throw Unknown(text, location);
    }

    private static AvocadoException Unknown(string word, SourceLocation? location) =>
        Codes.UnknownKeyUse.ErrorAt(location, word, string.Join(", ", Names.Select(n => n.Name)));
}
