namespace Avocado.Formats.Compression.Deflate;

/// <summary>How hard a level looks for matches.</summary>
/// <param name="SearchDepth">How many earlier positions are compared at each position.</param>
/// <param name="NiceLength">A match of this length is taken without looking further.</param>
/// <param name="LazySteps">At how many following positions a longer match is looked for before one is taken.</param>
internal readonly record struct DeflateEffort(int SearchDepth, int NiceLength, int LazySteps)
{
    /// <summary>The effort of a level of 1 to 9.</summary>
    public static DeflateEffort Of(int level) => level switch
    {
        1 => new(2, 16, 0),
        2 => new(6, 16, 0),
        3 => new(12, 24, 0),
        4 => new(16, 32, 0),
        5 => new(16, 32, 1),
        6 => new(36, 72, 1),
        7 => new(100, 130, 1),
        8 => new(300, DeflateFormat.MaxMatch, 2),
        9 => new(600, DeflateFormat.MaxMatch, 2),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "levels go from 1 to 9"),
    };
}
