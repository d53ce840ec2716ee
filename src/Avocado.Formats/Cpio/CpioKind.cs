using Avocado.Files;

namespace Avocado.Formats.Cpio;

/// <summary>The type bits of st_mode.</summary>
internal static class CpioKind
{
    private const uint PermissionMask = 0x0FFF;

    /// <summary>st_mode of an entry.</summary>
    public static uint ModeOf(Entry entry) => entry.Mode | entry.Kind switch
    {
        EntryKind.Fifo => 0x1000u,
        EntryKind.CharacterDevice => 0x2000u,
        EntryKind.Directory => 0x4000u,
        EntryKind.BlockDevice => 0x6000u,
        EntryKind.File => 0x8000u,
        EntryKind.SymbolicLink => 0xA000u,
        EntryKind.Socket => 0xC000u,
        _ => throw new ArgumentOutOfRangeException(nameof(entry)),
    };

    /// <summary>The kind that st_mode says; null for none.</summary>
    public static EntryKind? Of(uint mode) => (mode & ~PermissionMask) switch
    {
        0x1000 => EntryKind.Fifo,
        0x2000 => EntryKind.CharacterDevice,
        0x4000 => EntryKind.Directory,
        0x6000 => EntryKind.BlockDevice,
        0x8000 => EntryKind.File,
        0xA000 => EntryKind.SymbolicLink,
        0xC000 => EntryKind.Socket,
        _ => null,
    };

    /// <summary>The permissions in st_mode.</summary>
    public static ushort PermissionsOf(uint mode) => (ushort)(mode & PermissionMask);
}
