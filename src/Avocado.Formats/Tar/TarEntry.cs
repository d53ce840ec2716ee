using Avocado.Files;

namespace Avocado.Formats.Tar;

/// <summary>An entry of a tar archive.</summary>
public sealed class TarEntry
{
    private readonly TarReader _reader;

    internal TarEntry(TarReader reader) => _reader = reader;

    /// <summary>What it is.</summary>
    public required TarEntryType Type { get; init; }

    /// <summary>
    /// Its name as it stands in the archive: any bytes but NUL, never empty, without a component "..". It may begin
    /// with "./" or "/" and end with "/".
    /// </summary>
    public required byte[] Name { get; init; }

    /// <summary>
    /// For hard links the name of an earlier entry (never with a component ".."); for symbolic links what they point
    /// to; empty for everything else.
    /// </summary>
    public required byte[] LinkName { get; init; }

    /// <summary>The twelve permission bits.</summary>
    public required ushort Mode { get; init; }

    /// <summary>Numeric owner.</summary>
    public required uint Uid { get; init; }

    /// <summary>Numeric group.</summary>
    public required uint Gid { get; init; }

    /// <summary>Last change in seconds since 1970, rounded down.</summary>
    public required long Mtime { get; init; }

    /// <summary>Size of the content in bytes; 0 for everything but regular files.</summary>
    public required long Size { get; init; }

    /// <summary>For devices their number.</summary>
    public required DeviceNumber DeviceNumber { get; init; }

    /// <summary>Sorted by name.</summary>
    public required IReadOnlyList<ExtendedAttribute> ExtendedAttributes { get; init; }

    /// <summary>The owner's name where the archive tells it.</summary>
    public required string? UserName { get; init; }

    /// <summary>The group's name where the archive tells it.</summary>
    public required string? GroupName { get; init; }

    /// <summary>
    /// The content. It can be read once, and only until the reader goes to the next entry; reading throws
    /// <see cref="Avocado.Files.Diagnostics.DamagedFormatException"/> where the archive is cut off.
    /// </summary>
    public Stream OpenContent() => _reader.OpenContentOf(this);
}
