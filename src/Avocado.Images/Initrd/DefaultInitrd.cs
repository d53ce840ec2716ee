using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Images.Initrd;

/// <summary>
/// The initrd that boots a root file system on dm-verity: systemd, udev and no shell. A failed boot never waits for
/// a person: emergency and rescue mode restart the device, and devices that do not appear in half a minute never
/// will.
/// </summary>
public static class DefaultInitrd
{
    private const string Systemd = "usr/lib/systemd/";
    private const string Generators = Systemd + "system-generators/";
    private const string Units = Systemd + "system/";

    private static readonly string[] Targets =
    [
        "basic", "cryptsetup", "cryptsetup-pre", "final", "halt", "initrd", "initrd-fs", "initrd-root-device",
        "initrd-root-fs", "initrd-switch-root", "initrd-usr-fs", "local-fs", "local-fs-pre", "network",
        "network-online", "network-pre", "paths", "poweroff", "reboot", "remote-fs", "remote-fs-pre",
        "remote-veritysetup", "shutdown", "slices", "sockets", "swap", "sysinit", "timers", "umount", "veritysetup",
        "veritysetup-pre",
    ];

    private static readonly string[] Services =
    [
        "initrd-cleanup", "initrd-parse-etc", "initrd-switch-root", "initrd-udevadm-cleanup-db",
        "kmod-static-nodes", "modprobe@", "systemd-halt", "systemd-journald", "systemd-modules-load",
        "systemd-poweroff", "systemd-reboot", "systemd-tmpfiles-setup-dev", "systemd-tmpfiles-setup-dev-early",
        "systemd-udev-settle", "systemd-udev-trigger", "systemd-udevd",
    ];

    private static readonly string[] Sockets =
        ["systemd-journald", "systemd-journald-dev-log", "systemd-udevd-control", "systemd-udevd-kernel"];

    private static readonly string[] AtStart =
    [
        "kmod-static-nodes.service", "systemd-journald.service", "systemd-modules-load.service",
        "systemd-tmpfiles-setup-dev-early.service", "systemd-tmpfiles-setup-dev.service",
        "systemd-udev-trigger.service", "systemd-udevd.service", "veritysetup.target",
    ];

    /// <summary>The manifest.</summary>
    public static InitrdManifest Manifest { get; } = new()
    {
        Binaries =
        [
            Systemd + "systemd", Systemd + "systemd-executor", Systemd + "systemd-journald",
            Systemd + "systemd-modules-load", Systemd + "systemd-shutdown", Systemd + "systemd-sysroot-fstab-check",
            Systemd + "systemd-udevd", Systemd + "systemd-veritysetup", Generators + "systemd-fstab-generator",
            Generators + "systemd-veritysetup-generator", "usr/bin/kmod", "usr/bin/mount", "usr/bin/systemctl",
            "usr/bin/systemd-tmpfiles", "usr/bin/udevadm", "usr/bin/umount", "usr/sbin/dmsetup", "usr/sbin/modprobe",
        ],
        DlopenFeatures = ["cryptsetup", "kmod", "zstd"],
        Units =
        [
            .. Targets.Select(t => new InitrdItem(t + ".target")),
            .. Services.Select(s => new InitrdItem(s + ".service")),
            .. Sockets.Select(s => new InitrdItem(s + ".socket")),
            // Without it systemd makes a slice with default dependencies, which the change of roots would stop.
            new InitrdItem("system-systemd\\x2dveritysetup.slice", IsOptional: true),
        ],
        Wants =
        [
            .. AtStart.Select(u => new UnitWant("sysinit.target", u)),
            .. Sockets.Select(s => new UnitWant("sockets.target", s + ".socket")),
        ],
        UdevRules =
        [
            "50-udev-default.rules", "55-dm.rules", "60-block.rules", "60-persistent-storage.rules",
            "60-persistent-storage-dm.rules", "80-drivers.rules", "95-dm-notify.rules", "99-systemd.rules",
        ],
        Links =
        [
            new("init", "usr/lib/systemd/systemd"), new("bin", "usr/bin"), new("sbin", "usr/sbin"),
            new("lib", "usr/lib"), new("lib64", "usr/lib64"), new("etc/os-release", "initrd-release"),
            new(Units + "default.target", "initrd.target"), new(Units + "emergency.target", "reboot.target"),
            new(Units + "rescue.target", "reboot.target"),
        ],
        Modules =
        [
            "ahci", "dm-mod", "dm-verity", "loop", "overlay", "sd_mod", "squashfs", "virtio_blk", "virtio_scsi",
        ],
        ModulesToLoad = ["dm_verity", "squashfs"],
        Groups = ImmutableSortedDictionary.CreateRange<string, uint?>(
            StringComparer.Ordinal,
            [
                new("disk", 6), new("root", 0), new("tty", 5), new("audio", null), new("cdrom", null),
                new("dialout", null), new("input", null), new("kmem", null), new("kvm", null), new("lp", null),
                new("render", null), new("sgx", null), new("tape", null), new("video", null),
            ]),
        Folders = ImmutableSortedDictionary.CreateRange<string, ushort>(
            StringComparer.Ordinal,
            [
                new("dev", UnixMode.Executable), new("proc", UnixMode.Octal(555)), new("run", UnixMode.Executable),
                new("sys", UnixMode.Octal(555)), new("sysroot", UnixMode.Executable),
                new("tmp", UnixMode.Octal(1777)),
            ]),
    };
}
