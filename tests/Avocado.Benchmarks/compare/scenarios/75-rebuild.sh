# What a build does for one small file, start of our process, signature and disk included. Based: over an earlier release.
# shellcheck shell=bash
title="one small file changed"
anchor_name="mksquashfs zstd 3 of everything"
goals="wall<=0.20"
variants=("canonical" "based")

available() {
    need_or_skip mksquashfs
    has_codec zstd || skip "this build has no codec zstd"
}

prepare() {
    local folder=$cache/rebuild-$variant
    rm -rf "$folder"
    changed_tree "$folder"
    [[ $variant == canonical ]] || image_of "$folder" release --codec zstd --level 3
    rebuild
}

rebuild() {
    local folder=$cache/rebuild-$variant base=()
    [[ $variant == canonical ]] || base=(--base "$folder/release/rootfs.squashfs")
    image_of "$folder" build --codec zstd --level 3 --reuse "${base[@]}"
}

ours() {
    change_small_file "$cache/rebuild-$variant"
    rebuild
}

anchor() { squash "$cache/rebuild-$variant/tree" root.squashfs -comp zstd -Xcompression-level 3; }
