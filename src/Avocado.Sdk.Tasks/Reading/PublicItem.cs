using System.Collections.Immutable;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>A kind of item that projects may have: the readers, the documentation and the tests use this one list.</summary>
/// <param name="Name">As projects write it.</param>
/// <param name="Include">What an Include is.</param>
/// <param name="Metadata">The metadata it may have, with what each says.</param>
internal sealed record PublicItem(
    string Name, string Include, ImmutableArray<(string Name, string Meaning)> Metadata)
{
    private const string IntoMeaning = "The SystemExtension it goes into; the root file system without it.";

    public static PublicItem PackageFeed { get; } = new("PackageFeed", "A name for a place that packages come from.",
    [
        ("Type", "deb."),
        ("Suite", "Such as trixie. Needed."),
        ("Components", "With ';' between them; main without it."),
        ("Uri", "The archive's base; the apt sources of this host without it."),
        ("Keyring", "A file of OpenPGP keys; the Debian archive's own without it."),
    ]);

    public static PublicItem FeedPackage { get; } = new("FeedPackage", "A package; its dependencies come along.",
    [
        ("Into", IntoMeaning),
    ]);

    public static PublicItem ExcludedPackage { get; } =
        new("ExcludedPackage", "A package to leave out although others depend on it.", []);

    public static PublicItem SystemExtension { get; } = new("SystemExtension", "A name for an extension image.",
    [
        ("Types", "sysext (for /usr and /opt), confext (for /etc), or both with ';'; sysext without it."),
    ]);

    public static PublicItem BootMode { get; } = new("BootMode",
        "A name for a way to boot. Release images have no mode 'development', and no extensions that only it merges.",
    [
        ("Extensions", "What merges, in order, with ';' between."),
        ("Default", "true for the mode that boots when nothing else is said."),
    ]);

    public static PublicItem KernelArgument { get; } =
        new("KernelArgument", "One argument of the kernel's command line, after the board's.", []);

    public static PublicItem Overlay { get; } = new("Overlay", "A folder whose files are laid over an image.",
    [
        ("Into", IntoMeaning),
        ("Replace", "true lets it replace files of packages."),
        ("Modes", "Rules such as usr/bin/**=0755, with ';' between; the last match wins."),
        ("HostModes", "false takes no executable bit from this host: Modes decide alone."),
    ]);

    public static PublicItem SystemUnit { get; } = new("SystemUnit", "A systemd unit file.",
    [
        ("Into", IntoMeaning),
        ("Enable", "false does not start it at boot."),
    ]);

    public static PublicItem ProjectReference { get; } = new("ProjectReference",
        "A .NET app's project: published self-contained and trimmed, with a sandboxed unit of its own.",
    [
        ("Into", IntoMeaning),
        ("Unit", "false generates no unit."),
        ("UnitName", "The unit's name without suffix; the project's name in lower case with '-' without it."),
        ("Description", "The unit's description; the project's name without it."),
        ("Network", "true allows Internet sockets."),
        ("Devices", "true shows it the machine's devices."),
    ]);

    public static PublicItem HealthCheck { get; } = new("HealthCheck", "A unit that is watched at boot.",
    [
        ("Required", "true, the default: a boot without it does not count as good."),
    ]);

    public static PublicItem DeviceUser { get; } = new("DeviceUser", "A system user; its account is locked.",
    [
        ("Id", "From 1 to 65533, the same in every later image. Needed."),
        ("Group", "Its primary group; one of its own name without it."),
        ("Home", "/ without it."),
        ("Shell", "/usr/sbin/nologin without it."),
        ("Description", "Text for people."),
    ]);

    public static PublicItem DeviceGroup { get; } = new("DeviceGroup", "A system group.",
    [
        ("Id", "From 1 to 65533, the same in every later image. Needed."),
    ]);

    public static PublicItem SigningKey { get; } = new("SigningKey", "A name for a key.",
    [
        ("Uri", "Where the key is: file:keys/boot.pem, pkcs11:token=…;object=…. Needed."),
        ("Certificate", "The file of its certificate. Needed."),
        ("Use", "secure-boot, verity, modes, …, or several with ';'. Needed."),
    ]);

    /// <summary>Every kind.</summary>
    public static ImmutableArray<PublicItem> All { get; } =
    [
        PackageFeed, FeedPackage, ExcludedPackage, SystemExtension, ProjectReference, Overlay, SystemUnit, HealthCheck,
        BootMode, KernelArgument, DeviceUser, DeviceGroup, SigningKey,
    ];

    /// <summary>The kinds whose Include is a name, never files: '*' and '?' in them are mistakes.</summary>
    public static ImmutableArray<PublicItem> WithNames { get; } =
        [.. All.Except([ProjectReference, Overlay, SystemUnit])];
}
