namespace Avocado.Formats.Compression.Lz4;

/// <summary>How hard a level looks for matches.</summary>
/// <param name="Depth">How many earlier positions are compared with; 0 for the first match that is met.</param>
/// <param name="Nice">A match of this length is taken without a look for a longer one.</param>
/// <param name="Patience">
/// Where the first match is taken: after 2 to this power positions without one it goes on in larger steps.
/// </param>
/// <param name="Sorted">Whether earlier positions are sorted, so that few of many are compared with.</param>
internal readonly record struct Lz4Effort(int Depth, int Nice, int Patience = 0, bool Sorted = false)
{
    private static readonly Lz4Effort[] Levels =
    [
        new(0, 0, 5), new(1, 8),
        new(3, 8), new(5, 8), new(8, 8), new(12, 12), new(24, 16),
        new(16, 32, Sorted: true), new(32, 64, Sorted: true), new(48, 128, Sorted: true),
        new(96, 192, Sorted: true), new(256, 384, Sorted: true),
    ];

    /// <summary>Whether the first match that is met is taken.</summary>
    public bool TakesFirst => Depth == 0;

    /// <summary>The effort of a level from 1 to 12.</summary>
    public static Lz4Effort Of(int level) => Levels[level - 1];
}
