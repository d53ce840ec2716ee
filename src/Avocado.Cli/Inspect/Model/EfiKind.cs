using System.Text.Json.Serialization;

namespace Avocado.Cli.Inspect.Model;

/// <summary>What an EFI executable is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EfiKind>))]
internal enum EfiKind
{
    /// <summary>A program of the firmware's world, such as a boot loader.</summary>
    [JsonStringEnumMemberName("application")]
    Application,

    /// <summary>A unified kernel image.</summary>
    [JsonStringEnumMemberName("uki")]
    Uki,

    /// <summary>A command line or device tree for a unified kernel image.</summary>
    [JsonStringEnumMemberName("addon")]
    Addon,
}
