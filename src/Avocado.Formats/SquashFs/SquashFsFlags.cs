namespace Avocado.Formats.SquashFs;

/// <summary>The superblock's flags. The kernel acts only on <see cref="CompressorOptions"/>.</summary>
[Flags]
public enum SquashFsFlags : ushort
{
    None = 0,
    InodesRaw = 0x0001,
    DataRaw = 0x0002,
    FragmentsRaw = 0x0008,
    NoFragments = 0x0010,
    AlwaysFragments = 0x0020,
    Deduplicated = 0x0040,
    Exportable = 0x0080,
    AttributesRaw = 0x0100,
    NoAttributes = 0x0200,
    CompressorOptions = 0x0400,
    IdsRaw = 0x0800,
}
