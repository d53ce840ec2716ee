using System.Collections.Immutable;

namespace Avocado.Files;

/// <summary>One path of an image, with everything that decides its bytes and where it came from.</summary>
public sealed record Entry
{
    // Apart, because few entries have any of it and an image may have a million entries.
    private readonly EntryExtras? _extras;

    /// <summary>Where it is in the image.</summary>
    public required UnixPath Path { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>The lower 12 bits of st_mode: permissions, setuid, setgid, sticky.</summary>
    public required ushort Mode { get; init; }

    /// <summary>Numeric owner.</summary>
    public uint Uid { get; init; }

    /// <summary>Numeric group.</summary>
    public uint Gid { get; init; }

    /// <summary>Seconds since 1970, or null for the project's source date. Writers clamp to that date.</summary>
    public long? ModificationTime { get; init; }

    /// <summary>Extended attributes, sorted by the bytes of their names.</summary>
    public ImmutableArray<ExtendedAttribute> Attributes
    {
        get => Extras.Attributes;
        init => _extras = (Extras with { Attributes = value }).OrNull;
    }

    /// <summary>A symbolic link's target, as its bytes are stored; empty otherwise.</summary>
    public ReadOnlyMemory<byte> LinkTarget
    {
        get => Extras.LinkTarget;
        init => _extras = (Extras with { LinkTarget = value }).OrNull;
    }

    /// <summary>The group of hard links this name belongs to, if any.</summary>
    public LinkGroup? LinkGroup
    {
        get => Extras.LinkGroup;
        init => _extras = (Extras with { LinkGroup = value }).OrNull;
    }

    /// <summary>A device node's number.</summary>
    public DeviceNumber Device
    {
        get => Extras.Device;
        init => _extras = (Extras with { Device = value }).OrNull;
    }

    /// <summary>A regular file's bytes; empty otherwise.</summary>
    public Content Content { get; init; } = Content.Empty;

    /// <summary>Where it came from.</summary>
    public required Origin Origin { get; init; }

    private EntryExtras Extras => _extras ?? EntryExtras.None;

    /// <summary>A symbolic link's target as text.</summary>
    public string LinkTargetText => System.Text.Encoding.UTF8.GetString(LinkTarget.Span);

    /// <summary>The modification time an image shows: never later than the source date.</summary>
    public long ResolveModificationTime(long sourceDate) => Math.Min(ModificationTime ?? sourceDate, sourceDate);

    /// <summary>A folder of root's.</summary>
    public static Entry Directory(UnixPath path, Origin origin, ushort mode = UnixMode.Executable) =>
        new() { Path = path, Kind = EntryKind.Directory, Mode = mode, Origin = origin };

    /// <summary>A file of root's.</summary>
    public static Entry File(UnixPath path, Content content, Origin origin, ushort mode = UnixMode.Plain) =>
        new() { Path = path, Kind = EntryKind.File, Mode = mode, Content = content, Origin = origin };

    /// <summary>A symbolic link.</summary>
    public static Entry SymbolicLink(UnixPath path, string target, Origin origin) => new()
    {
        Path = path,
        Kind = EntryKind.SymbolicLink,
        Mode = UnixMode.All,
        LinkTarget = System.Text.Encoding.UTF8.GetBytes(target),
        Origin = origin,
    };
}
