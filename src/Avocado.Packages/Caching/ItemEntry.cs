using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Packages.Caching;

/// <summary>A path of a normalised package.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Uid">Numeric owner.</param>
/// <param name="Gid">Numeric group.</param>
/// <param name="ModificationTime">Seconds since 1970.</param>
/// <param name="LinkTarget">A symbolic link's target.</param>
/// <param name="LinkGroup">The group of hard links, or -1.</param>
/// <param name="Device">A device node's number.</param>
/// <param name="Attributes">Extended attributes, sorted by name.</param>
/// <param name="Offset">Where a file's bytes begin in the contents file.</param>
/// <param name="Size">How many there are.</param>
/// <param name="Digest">Their SHA-256.</param>
internal sealed record ItemEntry(
    UnixPath Path,
    EntryKind Kind,
    ushort Mode,
    uint Uid,
    uint Gid,
    long ModificationTime,
    byte[] LinkTarget,
    int LinkGroup,
    DeviceNumber Device,
    ImmutableArray<ExtendedAttribute> Attributes,
    long Offset,
    long Size,
    Sha256Digest Digest);
