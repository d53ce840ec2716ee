using Avocado.Files;

namespace Avocado.Formats.Cpio;

/// <summary>A member of an archive as it is read.</summary>
/// <param name="Archive">Which of the concatenated archives, from 0; inode numbers count within it.</param>
/// <param name="Header">Its header.</param>
/// <param name="Path">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Data">Its bytes, forward only, until the next member is read.</param>
public sealed record CpioMember(int Archive, CpioHeader Header, UnixPath Path, EntryKind Kind, Stream Data)
{
    /// <summary>The lower 12 bits of st_mode.</summary>
    public ushort Permissions => CpioKind.PermissionsOf(Header.Mode);
}
