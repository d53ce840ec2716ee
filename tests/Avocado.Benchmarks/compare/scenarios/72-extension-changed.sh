# A build of sixteen extensions of which one has changed since the last.
# shellcheck shell=bash
title="one of 16 extensions changed"
anchor_name="mksquashfs gzip 9 + veritysetup for each"
goals="cpu<=0.10 wall<=0.10"

available() { need_or_skip mksquashfs veritysetup; }

unit_count() { echo 16; }

prepare() {
    extension_trees
    rm -rf "$cache/extension-changed"
    mkdir -p "$cache/extension-changed"
    cp -al "$cache/extensions" "$cache/extension-changed/trees"
    rebuild
}

rebuild() {
    "$app" extensions --trees "$cache/extension-changed/trees" --keys "$cache/keys" --reuse \
        --output "$cache/extension-changed/build"
}

ours() {
    date +%s%N > "$cache/extension-changed/changed"
    mv "$cache/extension-changed/changed" "$cache/extension-changed/trees/extension-07/usr/lib/changed"
    rebuild
}

anchor() { squash_each 16; }
