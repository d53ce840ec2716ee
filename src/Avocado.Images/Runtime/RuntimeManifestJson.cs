using System.Text.Json;
using System.Text.Json.Serialization;

namespace Avocado.Images.Runtime;

/// <summary>The one spelling of <c>runtime.json</c>: camel case, indented, line feeds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(RuntimeManifest))]
public sealed partial class RuntimeManifestJson : JsonSerializerContext
{
    /// <summary>The file's bytes.</summary>
    public static byte[] Write(RuntimeManifest manifest) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(manifest, Default.RuntimeManifest), (byte)'\n'];
}
