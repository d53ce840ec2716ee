using System.Text.Json;
using System.Text.Json.Serialization;
using Avocado.Cli.Diff.Model;

namespace Avocado.Cli.Diff.Rendering;

/// <summary>The one spelling of comparisons as JSON: camel case, indented, line feeds, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(DiffReport))]
public sealed partial class DiffJson : JsonSerializerContext
{
    /// <summary>Writes a report with a line feed at its end.</summary>
    public static void Write(DiffReport report, Stream output)
    {
        JsonSerializer.Serialize(output, report, Default.DiffReport);
        output.WriteByte((byte)'\n');
    }
}
