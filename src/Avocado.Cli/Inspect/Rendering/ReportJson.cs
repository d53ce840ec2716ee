using System.Text.Json;
using System.Text.Json.Serialization;
using Avocado.Cli.Inspect.Model;

namespace Avocado.Cli.Inspect.Rendering;

/// <summary>The one spelling of reports as JSON: camel case, indented, line feeds, what does not apply left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(InspectionReport))]
public sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Writes a report with a line feed at its end.</summary>
    public static void Write(InspectionReport report, Stream output)
    {
        JsonSerializer.Serialize(output, report, Default.InspectionReport);
        output.WriteByte((byte)'\n');
    }
}
