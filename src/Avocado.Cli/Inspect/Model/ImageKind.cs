using System.Text.Json.Serialization;

namespace Avocado.Cli.Inspect.Model;

/// <summary>What kind of file was inspected.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImageKind>))]
internal enum ImageKind
{
    /// <summary>None that this tool knows.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>A disk with a partition table.</summary>
    [JsonStringEnumMemberName("disk")]
    Disk,

    /// <summary>A discoverable disk image: one root or /usr file system with its hash tree and signature.</summary>
    [JsonStringEnumMemberName("ddi")]
    Ddi,

    /// <summary>An EFI executable: boot loader, unified kernel image or addon.</summary>
    [JsonStringEnumMemberName("efi")]
    Efi,

    /// <summary>A SquashFS file system.</summary>
    [JsonStringEnumMemberName("fileSystem")]
    FileSystem,

    /// <summary>An initrd: cpio archives, maybe compressed.</summary>
    [JsonStringEnumMemberName("initrd")]
    Initrd,
}
