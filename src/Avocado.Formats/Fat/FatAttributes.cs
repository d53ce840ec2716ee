namespace Avocado.Formats.Fat;

/// <summary>Attribute bits of a directory entry.</summary>
[Flags]
internal enum FatAttributes : byte
{
    None = 0,
    ReadOnly = 0x01,
    Hidden = 0x02,
    System = 0x04,
    VolumeId = 0x08,
    Directory = 0x10,
    Archive = 0x20,

    /// <summary>The four bits that together mark a part of a long name.</summary>
    LongName = ReadOnly | Hidden | System | VolumeId,

    /// <summary>The bits that tell long from short entries.</summary>
    LongNameMask = LongName | Directory | Archive,
}
