namespace Avocado.Formats.Tar;

/// <summary>What an entry of a tar archive is.</summary>
public enum TarEntryType
{
    RegularFile,
    Directory,
    SymbolicLink,
    HardLink,
    CharacterDevice,
    BlockDevice,
    Fifo,
}
