# The same packages, from archives that are there already, to a signed disk. mkosi runs the packages' scripts and
# installs with apt and dpkg; ours composes their files. Takes minutes, so only when asked for.
# shellcheck shell=bash
title="packages to a signed disk"
anchor_name="mkosi, same packages"
variants=("cold" "warm")
goals="cpu<=0.20 wall<=0.20"

available() {
    [[ -n $with_mkosi ]] || skip "not asked for (--mkosi)"
    has_codec zstd || skip "this build has no codec zstd"
    need_or_skip unshare chroot mount
    ((EUID == 0)) || skip "mkosi needs root here"
}

unit_count() { find "$cache/packages" -name '*.deb' | wc -l; }

prepare() {
    local root
    [[ $variant != warm ]] || goals="cpu<=0.05 wall<=0.05"
    reference_tree > /dev/null
    package_cache
    root=$(tools_root mkosi "$here/reference/tools.txt" "$here/reference/mkosi.txt")
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    mkdir -p "$root/etc/apt/trusted.gpg.d"
    repart_definitions "$cache/definitions/mkosi/mkosi.repart" zstd 3
    cp /usr/share/keyrings/debian-archive-keyring.gpg "$root/etc/apt/trusted.gpg.d/"
    cat > "$cache/definitions/mkosi/mkosi.conf" <<TEXT
[Distribution]
Distribution=debian
Release=$suite
LocalMirror=$(mirror_address)

[Output]
Format=disk
Output=disk

[Build]
WithNetwork=yes

[Content]
Bootable=no
WithRecommends=no
Packages=$(dpkg_names)

[Validation]
Verity=yes
VerityKey=/w/etc/verity.pem
VerityCertificate=/w/etc/verity.crt
TEXT
    [[ $variant == cold ]] || "$app" unpack --packages "$cache/packages.tsv" --cache "$cache/package-cache"
}

# Patterns of apt are no names for mkosi: the names of all archives are the same packages.
dpkg_names() { cut -f 3 "$cache/packages.tsv" | sort | paste -sd ,; }

ours() {
    local folder=$cache/package-cache
    if [[ $variant == cold ]]; then
        cold_cache cache
        folder=$PWD/cache
    fi
    "$app" image --packages "$cache/packages.tsv" --cache "$folder" --kernel "$(kernel_file)" --esp-size $esp_size \
        --codec zstd --level 3 \
        --keys "$cache/keys" --output disk.img
}

# Archives of the first run stay in mkosi's cache, so that later ones load nothing.
anchor() {
    in_root "$cache/mkosi" mkosi --directory /w/etc/mkosi --output-dir /w/out --package-cache-dir /w/cache \
        --workspace-dir /var/tmp --force build
}
