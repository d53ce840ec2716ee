# shellcheck shell=bash
title="best size class"
anchor_name="mksquashfs gzip 9 + veritysetup + sgdisk + mcopy"
goals="cpu<=0.30 size<=1.00 memory<=0.25 memory<=160MB"
variants=("gzip")
! has_codec zstd || variants+=("zstd 3 1M")

available() { need_or_skip $classic_tools; }

prepare() { reference_tree > /dev/null; }

ours() {
    local codec level block
    read -r codec level block <<< "$variant"
    our_disk "$(reference_tree)" "$(kernel_file)" --codec "$codec" ${level:+--level "$level"} \
        ${block:+--block-size 1048576}
}

anchor() { classic_disk "$(reference_tree)" "$(kernel_file)" -comp gzip; }

result_of() { [[ $1 == ours ]] && echo rootfs.squashfs || echo root.squashfs; }
