namespace Avocado.Benchmarks.Reporting;

/// <summary>All pairs of one variant of one scenario.</summary>
internal sealed class Comparison
{
    private readonly Measurement[] _ours;
    private readonly Measurement[] _anchor;

    private Comparison(IEnumerable<Measurement> runs)
    {
        Measurement[] all = [.. runs.OrderBy(m => m.Pair)];
        First = all[0];
        _ours = [.. all.Where(m => m.IsOurs)];
        _anchor = [.. all.Where(m => !m.IsOurs)];
    }

    /// <summary>Any run: what they all have in common.</summary>
    public Measurement First { get; }

    /// <summary>How many runs of ours there are.</summary>
    public int Pairs => _ours.Length;

    /// <summary>False for what has nothing to be compared with, such as our start.</summary>
    public bool HasAnchor => _anchor.Length > 0;

    /// <summary>One comparison for each variant, in the order of the file.</summary>
    public static Comparison[] All(IEnumerable<Measurement> measurements) =>
        [.. measurements.GroupBy(m => (m.Scenario, m.Variant)).Select(runs => new Comparison(runs))];

    /// <summary>The median of ours.</summary>
    public double Ours(Func<Measurement, double> value) => Median(_ours.Select(value));

    /// <summary>The median of the anchor.</summary>
    public double Anchor(Func<Measurement, double> value) => Median(_anchor.Select(value));

    /// <summary>The median of the ratios of each pair, which ran one behind the other.</summary>
    public double Ratio(Func<Measurement, double> value) =>
        Median(_ours.Zip(_anchor, (ours, anchor) => value(ours) / value(anchor)));

    /// <summary>The median of the differences of each pair, ours less anchor.</summary>
    public double Difference(Func<Measurement, double> value) =>
        Median(_ours.Zip(_anchor, (ours, anchor) => value(ours) - value(anchor)));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
