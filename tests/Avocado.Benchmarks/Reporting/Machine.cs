using System.Globalization;
using System.Runtime.InteropServices;

namespace Avocado.Benchmarks.Reporting;

/// <summary>What a table says about where it was measured.</summary>
internal static class Machine
{
    private const string Processors = "/proc/cpuinfo";
    private const string Load = "/proc/loadavg";

    /// <summary>Processor, cores, memory, kernel and .NET in a line.</summary>
    public static string Read()
    {
        string model = File.Exists(Processors)
            ? File.ReadLines(Processors).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':', 2)[1].Trim() ?? "unknown processor"
            : "unknown processor";
        double memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        string load = File.Exists(Load) ? $", load {File.ReadAllText(Load).Split(' ')[0]} at the end" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{model}, {Environment.ProcessorCount} processors, {memory:0} GiB, {RuntimeInformation.OSDescription}, "
            + $"kernel {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}{load}");
    }
}
