namespace Avocado.Formats.Gpt;

/// <summary>
/// Attribute bits of a partition: UEFI's common ones and those of the Discoverable Partitions Specification.
/// </summary>
[Flags]
public enum GptAttributes : ulong
{
    None = 0,

    /// <summary>The platform needs it.</summary>
    Required = 1ul << 0,

    /// <summary>Firmware offers no block access.</summary>
    NoBlockIo = 1ul << 1,

    /// <summary>A BIOS may boot it.</summary>
    LegacyBoot = 1ul << 2,

    /// <summary>The file system is to be grown to the partition.</summary>
    GrowFileSystem = 1ul << 59,

    /// <summary>Mounted read-only.</summary>
    ReadOnly = 1ul << 60,

    /// <summary>Not discovered.</summary>
    NoAuto = 1ul << 63,
}
