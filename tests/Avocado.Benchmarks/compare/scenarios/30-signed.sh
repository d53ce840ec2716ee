# systemd-repart of the reference suite, in a root folder of its own.
# shellcheck shell=bash
title="signed verity disk"
anchor_name="systemd-repart (signed, offline)"
goals="cpu<=0.50 wall<=0.50"
variants=("gzip")
! has_codec zstd || variants+=("zstd 3")

available() {
    need_or_skip unshare chroot mount
    can_enter_roots || skip "this user may not enter root folders (unshare)"
}

prepare() {
    local root
    reference_tree > /dev/null
    root=$(tools_root repart "$here/reference/tools.txt")
    repart_definitions "$cache/definitions/repart" $variant
    local version
    version=$(chroot_version "$root")
    ((version >= 257)) || skip "systemd-repart of $suite is version $version, 257 is needed"
}

chroot_version() { find "$1/usr/lib" -name 'libsystemd-shared-*.so' | sed -E 's/.*-([0-9]+)\.so/\1/' | head -n 1; }

# At the level that makes a file system of the same size, as in 20-fast.
ours() {
    local options=(--codec gzip)
    [[ $variant == gzip ]] || options=(--codec zstd --level 2)
    our_disk "$(reference_tree)" "$(kernel_file)" "${options[@]}"
}

anchor() {
    in_root "$cache/repart" systemd-repart --offline=yes --empty=create --size=auto --root=/w/rootfs \
        --definitions=/w/etc/repart --private-key=/w/etc/verity.pem --certificate=/w/etc/verity.crt --dry-run=no \
        --seed=7c36f0a4-3f4c-4f5c-9c3b-6f0e6b5d2a11 /w/out/disk.img
}

result_of() { echo disk.img; }
