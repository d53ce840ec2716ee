using Avocado.Files;

namespace Avocado.Formats.SquashFs;

/// <summary>Between inode types and kinds of entries.</summary>
internal static class InodeTypes
{
    /// <summary>What an extended type has more than its basic type.</summary>
    public const ushort Extended = 7;

    /// <summary>The basic type of a kind.</summary>
    public static InodeType Of(EntryKind kind) => kind switch
    {
        EntryKind.Directory => InodeType.Directory,
        EntryKind.File => InodeType.File,
        EntryKind.SymbolicLink => InodeType.SymbolicLink,
        EntryKind.BlockDevice => InodeType.BlockDevice,
        EntryKind.CharacterDevice => InodeType.CharacterDevice,
        EntryKind.Fifo => InodeType.Fifo,
        EntryKind.Socket => InodeType.Socket,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The kind of a basic type.</summary>
    public static EntryKind KindOf(InodeType type) => type switch
    {
        InodeType.Directory => EntryKind.Directory,
        InodeType.File => EntryKind.File,
        InodeType.SymbolicLink => EntryKind.SymbolicLink,
        InodeType.BlockDevice => EntryKind.BlockDevice,
        InodeType.CharacterDevice => EntryKind.CharacterDevice,
        InodeType.Fifo => EntryKind.Fifo,
        InodeType.Socket => EntryKind.Socket,
        _ => throw SquashFsFormat.Damaged($"inode type {(int)type}"),
    };
}
