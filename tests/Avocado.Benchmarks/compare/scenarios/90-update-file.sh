# How many bytes an update of blocks has to send for one small file. Only the sizes say something here.
# shellcheck shell=bash
title="update: one small file"
anchor_name="the whole file system"
goals="size<=0.003"

prepare() {
    rm -rf "$cache/update-file"
    changed_tree "$cache/update-file"
    image_of "$cache/update-file" release --codec zstd
}

ours() {
    local folder=$cache/update-file
    change_small_file "$folder"
    image_of "$folder" next --codec zstd --reuse --base "$folder/release/rootfs.squashfs"
    "$app" update --earlier "$folder/release/rootfs.squashfs" --image "$folder/next/rootfs.squashfs" --output sent
}

anchor() { cp "$cache/update-file/release/rootfs.squashfs" root.squashfs; }

result_of() { [[ $1 == ours ]] && echo sent || echo root.squashfs; }
