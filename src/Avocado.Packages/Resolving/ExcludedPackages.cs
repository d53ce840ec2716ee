using System.Collections.Immutable;

namespace Avocado.Packages.Resolving;

/// <summary>
/// Packages that are left out: what needs them is content without them. An image runs no maintainer scripts and has no
/// package manager, so that what only those need would be dead weight.
/// </summary>
public static class ExcludedPackages
{
    /// <summary>What every image leaves out unless the project asks for it by name.</summary>
    public static ImmutableArray<string> Default { get; } =
    [
        // Questions and file keeping of maintainer scripts.
        "adduser", "cdebconf", "debconf", "debconf-2.0", "ucf",
        // The kernel packages' scripts build an initrd on the device; ours comes with the image.
        "cpio", "dracut-install", "initramfs-tools", "initramfs-tools-bin", "initramfs-tools-core", "klibc-utils",
        "libklibc", "linux-base", "linux-initramfs-tool",
        // base-files wants an awk for its scripts.
        "awk", "mawk",
        // Package management.
        "apt", "apt-utils", "dpkg",
    ];
}
