using System.Text.Json.Serialization;

namespace Avocado.Cli.Diff.Model;

/// <summary>What was compared.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartKind>))]
internal enum PartKind
{
    /// <summary>A SquashFS file system with what protects it.</summary>
    [JsonStringEnumMemberName("fileSystem")]
    FileSystem,

    /// <summary>The partition that firmware reads.</summary>
    [JsonStringEnumMemberName("bootPartition")]
    BootPartition,

    /// <summary>An EFI executable.</summary>
    [JsonStringEnumMemberName("efi")]
    Efi,

    /// <summary>An initrd.</summary>
    [JsonStringEnumMemberName("initrd")]
    Initrd,
}
