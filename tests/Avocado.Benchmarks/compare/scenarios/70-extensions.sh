# Extension images of one build.
# shellcheck shell=bash
title="extensions"
anchor_name="mksquashfs gzip 9 + veritysetup for each"
goals="cpu<=0.60 wall<=0.60"
variants=("1" "4" "16")

available() { need_or_skip mksquashfs veritysetup; }

unit_count() { echo "$variant"; }

prepare() { extension_trees; }

ours() { "$app" extensions --trees "$cache/extensions" --count "$variant" --keys "$cache/keys" --output .; }

anchor() { squash_each "$variant"; }
