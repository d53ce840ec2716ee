namespace Avocado.Formats.SquashFs;

/// <summary>Basic inode types; see <see cref="InodeTypes.Extended"/> for the others.</summary>
internal enum InodeType : ushort
{
    Directory = 1,
    File = 2,
    SymbolicLink = 3,
    BlockDevice = 4,
    CharacterDevice = 5,
    Fifo = 6,
    Socket = 7,
}
