# Small files, from a thousand to a million: time for each must not grow, memory must stay bounded.
# shellcheck shell=bash
title="small files"
codec=${AVOCADO_BENCH_SCALING_CODEC:-gzip}
if [[ $codec == zstd ]]; then
    anchor_options=(-comp zstd -Xcompression-level 3)
    our_options=(--codec zstd --level 3)
else
    # Level 6, not 9: that is what ours is nearest to in time spent for each byte.
    anchor_options=(-comp gzip -Xcompression-level 6)
    our_options=(--codec gzip)
fi
anchor_name="mksquashfs ${anchor_options[1]} ${anchor_options[3]} alone"
goals="wall<=0.60 memory<=0.40"
read -ra variants <<< "$sizes"

available() {
    need_or_skip mksquashfs
    has_codec "$codec" || skip "this build has no codec $codec"
}

unit_count() { echo "$variant"; }

# Trees are named after what they hold: another generator makes other ones.
synthetic_tree() { echo "$cache/small-files-1/$variant"; }

prepare() {
    [[ -d $(synthetic_tree) ]] || {
        note "making $variant small files"
        rm -rf "$(synthetic_tree).new"
        "$app" tree --files "$variant" --output "$(synthetic_tree).new"
        mv "$(synthetic_tree).new" "$(synthetic_tree)"
    }
}

# Ours with hash tree, signature and disk; no boot files, which would hide what a file costs.
ours() {
    "$app" image --tree "$(synthetic_tree)" --esp-size 40 --keys "$cache/keys" --output disk.img "${our_options[@]}"
}

anchor() { squash "$(synthetic_tree)" root.squashfs "${anchor_options[@]}"; }

result_of() { [[ $1 == ours ]] && echo rootfs.squashfs || echo root.squashfs; }
