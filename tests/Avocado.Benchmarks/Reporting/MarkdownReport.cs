using System.Globalization;
using System.Text;

namespace Avocado.Benchmarks.Reporting;

/// <summary>The tables.</summary>
internal static class MarkdownReport
{
    private static readonly (string Name, string Quantity)[] Columns =
        [("CPU", "cpu"), ("wall", "wall"), ("memory", "memory"), ("size", "size")];

    /// <summary>Writes them: ratios to the anchors first, then time and memory for each file or image.</summary>
    public static string Write(string machine, Comparison[] comparisons)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{machine}.\n");
        text.Append("Each cell: median of the pairs' ratios ours / anchor (medians of both sides).\n\n");
        WriteRatios(text, comparisons.Where(c => c.HasAnchor));
        WriteScaling(text, comparisons.Where(c => c.HasAnchor && c.First.Count > 0));
        foreach (Comparison alone in comparisons.Where(c => !c.HasAnchor))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Name(alone)}: {Seconds(alone.Ours(m => m.Cpu))} CPU, ");
            text.Append(CultureInfo.InvariantCulture, $"{Seconds(alone.Ours(m => m.Wall))} wall, ");
            text.Append(CultureInfo.InvariantCulture, $"{Bytes(alone.Ours(m => m.Memory))} ({alone.Pairs} runs).\n");
        }
        return text.ToString();
    }

    private static void WriteRatios(StringBuilder text, IEnumerable<Comparison> comparisons)
    {
        text.Append("| scenario | anchor | CPU | wall | memory | size | goals | pairs |\n|---|---|---|---|---|---|---|---|\n");
        foreach (Comparison comparison in comparisons)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Name(comparison)} | {comparison.First.Anchor} |");
            foreach ((_, string quantity) in Columns)
            {
                text.Append(CultureInfo.InvariantCulture, $" {Cell(comparison, quantity)} |");
            }
            string goals = string.Join(", ", Goal.ParseAll(comparison.First.Goals).Select(g => g.Judge(comparison)));
            text.Append(CultureInfo.InvariantCulture, $" {goals} | {comparison.Pairs} |\n");
        }
    }

    private static void WriteScaling(StringBuilder text, IEnumerable<Comparison> comparisons)
    {
        foreach (IGrouping<string, Comparison> scenario in comparisons.GroupBy(c => c.First.Scenario))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{scenario.First().First.Title}, for each one:\n\n");
            text.Append("| how many | ours CPU | ours wall | ours memory | anchor CPU | anchor wall | anchor memory |\n");
            text.Append("|---|---|---|---|---|---|---|\n");
            foreach (Comparison c in scenario)
            {
                double count = c.First.Count;
                text.Append(CultureInfo.InvariantCulture, $"| {count:0} ");
                text.Append(CultureInfo.InvariantCulture, $"| {Each(c.Ours(m => m.Cpu), count)} ");
                text.Append(CultureInfo.InvariantCulture, $"| {Each(c.Ours(m => m.Wall), count)} ");
                text.Append(CultureInfo.InvariantCulture, $"| {Bytes(c.Ours(m => m.Memory))} ");
                text.Append(CultureInfo.InvariantCulture, $"| {Each(c.Anchor(m => m.Cpu), count)} ");
                text.Append(CultureInfo.InvariantCulture, $"| {Each(c.Anchor(m => m.Wall), count)} ");
                text.Append(CultureInfo.InvariantCulture, $"| {Bytes(c.Anchor(m => m.Memory))} |\n");
            }
        }
    }

    private static string Name(Comparison comparison) =>
        comparison.First.Title + (comparison.First.Variant.Length > 0 ? ", " + comparison.First.Variant : "");

    private static string Cell(Comparison comparison, string quantity)
    {
        Func<Measurement, double> value = Goal.ValueOf(quantity);
        double ours = comparison.Ours(value), anchor = comparison.Anchor(value);
        if (anchor == 0)
        {
            return "–";
        }
        Func<double, string> show = quantity is "memory" or "size" ? Bytes : Seconds;
        string digits = quantity == "size" ? "0.000" : "0.00";
        string ratio = comparison.Ratio(value).ToString(digits, CultureInfo.InvariantCulture);
        return $"**{ratio}** ({show(ours)} / {show(anchor)})";
    }

    private static string Seconds(double seconds) =>
        seconds.ToString(seconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";

    private static string Bytes(double bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";

    private static string Each(double seconds, double count) => (seconds / count) switch
    {
        < 1e-3 and var each => (each * 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " µs",
        var each => (each * 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " ms",
    };
}
