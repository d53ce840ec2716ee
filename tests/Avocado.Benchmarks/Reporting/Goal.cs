using System.Globalization;

namespace Avocado.Benchmarks.Reporting;

/// <summary>
/// A limit: "cpu&lt;=0.30" is a ratio to the anchor, "wall&lt;=+0.15s" what ours takes more than the anchor,
/// "memory&lt;=160MB" an amount of ours.
/// </summary>
internal sealed record Goal(string Quantity, string Limit)
{
    private const string Megabytes = "MB";

    /// <summary>Reads limits with spaces between.</summary>
    public static Goal[] ParseAll(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <summary>What a limit is about.</summary>
    public static Func<Measurement, double> ValueOf(string quantity) => quantity switch
    {
        "cpu" => m => m.Cpu,
        "wall" => m => m.Wall,
        "memory" => m => m.Memory,
        "size" => m => m.Size,
        _ => throw new FormatException($"there is no quantity '{quantity}'"),
    };

    /// <summary>Whether a comparison keeps it.</summary>
    public string Judge(Comparison comparison)
    {
        Func<Measurement, double> value = ValueOf(Quantity);
        if (Limit.EndsWith(Megabytes, StringComparison.Ordinal))
        {
            string amount = Limit[..^Megabytes.Length];
            return Say(comparison.Ours(value) / 1e6 <= Number(amount), $"{Quantity} ≤ {amount} {Megabytes}");
        }
        if (Limit.StartsWith('+'))
        {
            double more = comparison.Difference(value);
            return Say(
                more <= Number(Limit[1..^1]),
                string.Create(CultureInfo.InvariantCulture, $"{Quantity} ≤ {Limit[..^1]} s (is {more:+0.00;-0.00} s)"));
        }
        double limit = Number(Limit);
        return Say(
            comparison.Ratio(value) <= limit, string.Create(CultureInfo.InvariantCulture, $"{Quantity} ≤ {limit:0.00##}"));
    }

    private static string Say(bool isKept, string text) => isKept ? text : $"**{text} missed**";

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Goal Parse(string text) => text.Split("<=") is [var quantity, { Length: > 0 } limit]
        && (!limit.StartsWith('+') || limit.EndsWith('s'))
        ? new Goal(quantity, limit)
        : throw new FormatException($"'{text}' is no goal");
}
