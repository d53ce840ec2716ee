using System.Text.Json;
using System.Text.Json.Serialization;

namespace Avocado.Cli.Cache;

/// <summary>The report as JSON, spelt as the tool's other reports.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(CacheInfo))]
public sealed partial class CacheInfoJson : JsonSerializerContext
{
    /// <summary>Writes a report with a line feed at its end.</summary>
    public static void Write(CacheInfo info, Stream output)
    {
        JsonSerializer.Serialize(output, info, Default.CacheInfo);
        output.WriteByte((byte)'\n');
    }
}
