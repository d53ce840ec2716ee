using System.Text.Json;
using System.Text.Json.Serialization;
using Avocado.Cli.Cache;
using Avocado.Cli.Diff.Model;
using Avocado.Cli.Inspect.Model;

namespace Avocado.Cli;

/// <summary>The one spelling of reports as JSON: camel case, indented, line feeds, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(CacheInfo))]
[JsonSerializable(typeof(DiffReport))]
[JsonSerializable(typeof(InspectionReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Writes a report to the standard output.</summary>
    /// <typeparam name="T">One of the reports named above.</typeparam>
    public static void Show<T>(T report)
    {
        using Stream output = Console.OpenStandardOutput();
        Write(report, output);
    }

    /// <summary>Writes a report with a line feed at its end.</summary>
    /// <typeparam name="T">One of the reports named above.</typeparam>
    public static void Write<T>(T report, Stream output)
    {
        JsonSerializer.Serialize(output, report, typeof(T), Default);
        output.WriteByte((byte)'\n');
    }
}
