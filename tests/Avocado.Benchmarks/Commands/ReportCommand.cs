using Avocado.Benchmarks.Reporting;

namespace Avocado.Benchmarks.Commands;

/// <summary>Prints what compare.sh measured as Markdown.</summary>
internal static class ReportCommand
{
    public static void Run(CommandOptions options)
    {
        Measurement[] measurements =
            [.. File.ReadLines(options.Required("--results")).Select(Measurement.Parse)];
        Console.Write(MarkdownReport.Write(Machine.Read(), Comparison.All(measurements)));
    }
}
