# The foreign pipelines.
# shellcheck shell=bash

classic_tools="mksquashfs veritysetup mkfs.vfat mmd mcopy sgdisk dd sha256sum"

# Partition sizes in MiB.
esp_size=256

# squash TREE OUTPUT [options]
squash() {
    mksquashfs "$1" "$2" -noappend -no-progress -quiet -processors "$(nproc)" "${@:3}"
}

# classic_disk TREE KERNEL [options of mksquashfs]: disk.img of a boot partition, root.squashfs and root.verity, as a
# script would make it
classic_disk() {
    local root hash
    squash "$1" root.squashfs "${@:3}"
    veritysetup format root.squashfs root.verity > verity.txt
    truncate -s ${esp_size}M esp.img
    mkfs.vfat -F 32 esp.img > /dev/null
    mmd -i esp.img ::EFI ::EFI/Linux
    mcopy -i esp.img "$2" ::EFI/Linux/linux.efi
    root=$(mebibytes root.squashfs)
    hash=$(mebibytes root.verity)
    truncate -s $((1 + esp_size + root + hash + 1))M disk.img
    sgdisk -o -n "1:1M:+${esp_size}M" -t 1:ef00 -n "2:0:+${root}M" -t 2:8304 -n "3:0:+${hash}M" -t 3:8318 \
        disk.img > /dev/null
    place esp.img 1
    place root.squashfs $((1 + esp_size))
    place root.verity $((1 + esp_size + root))
    sha256sum disk.img > disk.img.sha256
}

# mebibytes FILE: its size, rounded up
mebibytes() { echo $((($(stat -c %s "$1") + 1048575) / 1048576)); }

# place FILE MIB: into disk.img, zeros as holes
place() { dd if="$1" of=disk.img bs=1M seek="$2" conv=notrunc,sparse status=none; }

# our_disk TREE KERNEL [options]
our_disk() {
    "$app" image --tree "$1" --kernel "$2" --esp-size $esp_size --keys "$cache/keys" --output disk.img "${@:3}"
}

# repart_definitions FOLDER CODEC [LEVEL]: a boot partition and a signed verity root, as systemd-repart reads them
repart_definitions() {
    mkdir -p "$1"
    cp "$cache/keys"/verity.{pem,crt} "$cache/definitions/"
    cat > "$1/10-esp.conf" <<TEXT
[Partition]
Type=esp
Format=vfat
SizeMinBytes=${esp_size}M
SizeMaxBytes=${esp_size}M
CopyFiles=/boot/$(basename "$(kernel_file)"):/EFI/Linux/linux.efi
TEXT
    cat > "$1/20-root.conf" <<TEXT
[Partition]
Type=root
Format=squashfs
Compression=$2
${3:+CompressionLevel=$3}
CopyFiles=/
Minimize=best
Verity=data
VerityMatchKey=root
TEXT
    printf '[Partition]\nType=root-verity\nVerity=hash\nVerityMatchKey=root\nMinimize=best\n' > "$1/30-verity.conf"
    printf '[Partition]\nType=root-verity-sig\nVerity=signature\nVerityMatchKey=root\n' > "$1/40-signature.conf"
}

# in_root ROOT COMMAND...: COMMAND in another root folder, with the current folder as /w/out, the reference tree as
# /w/rootfs (read-only), definitions as /w/etc and a folder that stays as /w/cache; nothing stays mounted
in_root() {
    local root=$1 user=()
    shift
    ((EUID == 0)) || user=(--map-root-user)
    mkdir -p "$root"/w/{out,rootfs,etc,cache} "$cache/foreign-cache" tmp
    unshare "${user[@]}" --mount --pid --fork bash -c '
        set -e
        mount --make-rprivate /
        # The new root must be a mount: mkosi changes how it propagates.
        mount --bind "$1" "$1"
        mount --bind "$2" "$1/w/out"
        mount --bind "$2/tmp" "$1/var/tmp"
        mount --bind "$3" "$1/w/rootfs"
        mount -o remount,bind,ro "$1/w/rootfs"
        mount --bind "$4" "$1/w/etc"
        mount --bind "$5" "$1/w/cache"
        mount -t proc proc "$1/proc"
        mount --rbind /dev "$1/dev"
        mount --rbind /sys "$1/sys"
        exec chroot "$1" "${@:6}"
    ' in_root "$root" "$PWD" "$cache/tree" "$cache/definitions" "$cache/foreign-cache" "$@"
}

# can_enter_roots: whether in_root works for this user
can_enter_roots() {
    local user=()
    ((EUID == 0)) || user=(--map-root-user)
    unshare "${user[@]}" --mount --pid --fork true 2> /dev/null
}
