namespace Avocado.Files;

/// <summary>What a directory entry is.</summary>
public enum EntryKind : byte
{
    Directory,
    File,
    SymbolicLink,
    BlockDevice,
    CharacterDevice,
    Fifo,
    Socket,
}
