# shellcheck shell=bash
title="fast class"
anchor_name="mksquashfs zstd 3 + veritysetup + sgdisk + mcopy"
goals="cpu<=1.00 wall<=1.00 size<=1.00 memory<=0.25 memory<=160MB"

available() {
    need_or_skip $classic_tools
    has_codec zstd || skip "this build has no codec zstd"
}

prepare() { reference_tree > /dev/null; }

ours() { our_disk "$(reference_tree)" "$(kernel_file)" --codec zstd --level 2; }

anchor() { classic_disk "$(reference_tree)" "$(kernel_file)" -comp zstd -Xcompression-level 3; }

result_of() { [[ $1 == ours ]] && echo rootfs.squashfs || echo root.squashfs; }
