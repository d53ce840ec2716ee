namespace Avocado.Formats.Compression.Zstandard;

/// <summary>How hard a level looks for matches. Any change here changes the bytes of a level.</summary>
/// <param name="Strategy">How matches are found and chosen.</param>
/// <param name="WindowLog">Logarithm of how far matches reach back in streams.</param>
/// <param name="HashLog">Logarithm of the main table's size.</param>
/// <param name="ChainLog">Logarithm of the second table's size, or of the trees'.</param>
/// <param name="SearchLog">Logarithm of how many candidates are compared at each position.</param>
/// <param name="MinMatch">How many bytes the main hash is made of.</param>
/// <param name="NiceLength">Optimal: a match of this length is taken without looking further.</param>
/// <param name="Depth">
/// Lazy: at how many following positions a better match is looked for. Optimal: how many passes follow a block's first.
/// </param>
internal readonly record struct ZstdEffort(
    ZstdStrategy Strategy,
    int WindowLog,
    int HashLog,
    int ChainLog,
    int SearchLog,
    int MinMatch,
    int NiceLength,
    int Depth)
{
    public const int MaxLevel = 19;

    private static readonly ZstdEffort[] Levels =
    [
        new(ZstdStrategy.Fast, 19, 14, 0, 0, 6, 0, 0),
        new(ZstdStrategy.Fast, 20, 15, 0, 0, 5, 0, 0),
        new(ZstdStrategy.DoubleHash, 21, 15, 14, 0, 5, 0, 0),
        new(ZstdStrategy.DoubleHash, 21, 16, 15, 0, 4, 0, 0),
        new(ZstdStrategy.Lazy, 21, 18, 0, 3, 5, 0, 0),
        new(ZstdStrategy.Lazy, 21, 18, 0, 3, 5, 0, 1),
        new(ZstdStrategy.Lazy, 21, 18, 0, 3, 4, 0, 1),
        new(ZstdStrategy.Lazy, 21, 18, 0, 4, 4, 0, 1),
        new(ZstdStrategy.Lazy, 22, 18, 0, 4, 4, 0, 2),
        new(ZstdStrategy.Lazy, 22, 19, 0, 5, 4, 0, 2),
        new(ZstdStrategy.Lazy, 22, 20, 0, 6, 4, 0, 2),
        new(ZstdStrategy.Optimal, 22, 18, 20, 1, 3, 24, 0),
        new(ZstdStrategy.Optimal, 22, 19, 20, 2, 3, 32, 0),
        new(ZstdStrategy.Optimal, 22, 20, 21, 3, 3, 32, 0),
        new(ZstdStrategy.Optimal, 22, 20, 21, 4, 3, 48, 0),
        new(ZstdStrategy.Optimal, 22, 20, 22, 4, 3, 64, 1),
        new(ZstdStrategy.Optimal, 23, 20, 22, 5, 3, 64, 1),
        new(ZstdStrategy.Optimal, 23, 20, 22, 5, 3, 96, 2),
        new(ZstdStrategy.Optimal, 23, 21, 22, 7, 3, 256, 2),
    ];

    /// <summary>How far matches reach back, in bytes.</summary>
    public long Window => 1L << WindowLog;

    /// <summary>Whether blocks are cut where their statistics change.</summary>
    public bool SplitsBlocks => Strategy != ZstdStrategy.Fast;

    /// <summary>The effort of a level of 1 to <see cref="MaxLevel"/>.</summary>
    public static ZstdEffort Of(int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        return Levels[level - 1];
    }

    /// <summary>A parser of this effort.</summary>
    /// <param name="maxIndex">Where numbers of positions begin anew.</param>
    public BlockParser CreateParser(uint maxIndex) => Strategy switch
    {
        ZstdStrategy.Fast => new FastParser(this, maxIndex),
        ZstdStrategy.DoubleHash => new DoubleHashParser(this, maxIndex),
        ZstdStrategy.Lazy => new LazyParser(this, maxIndex),
        _ => new OptimalParser(this, maxIndex),
    };
}
