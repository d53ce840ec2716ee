using System.Globalization;

namespace Avocado.Benchmarks.Reporting;

/// <summary>A limit: "cpu&lt;=0.30" is a ratio to the anchor, "memory&lt;=160MB" an amount of ours.</summary>
internal sealed record Goal(string Quantity, double Limit, bool IsRatio)
{
    private const string Unit = "MB";

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

    /// <summary>Whether a comparison keeps it, and by how much it does not.</summary>
    public string Judge(Comparison comparison)
    {
        Func<Measurement, double> value = ValueOf(Quantity);
        double actual = IsRatio ? comparison.Ratio(value) : comparison.Ours(value) / 1e6;
        string text = IsRatio
            ? string.Create(CultureInfo.InvariantCulture, $"{Quantity} ≤ {Limit:0.00}")
            : string.Create(CultureInfo.InvariantCulture, $"{Quantity} ≤ {Limit:0} {Unit}");
        return actual <= Limit ? text : $"**{text} missed**";
    }

    private static Goal Parse(string text)
    {
        string[] parts = text.Split("<=");
        bool isRatio = !parts[^1].EndsWith(Unit, StringComparison.Ordinal);
        string number = isRatio ? parts[^1] : parts[^1][..^Unit.Length];
        return parts.Length == 2
            ? new Goal(parts[0], double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture), isRatio)
            : throw new FormatException($"'{text}' is no goal");
    }
}
