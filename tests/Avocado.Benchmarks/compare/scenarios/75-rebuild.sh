# What a build does for one small file, signature and disk included. Based: over an earlier release, with the start of our
# process, or in one that has built before, as MSBuild's server and its nodes have.
# shellcheck shell=bash
title="one small file changed"
anchor_name="mksquashfs zstd 3 of everything"
goals="wall<=0.20"
variants=("canonical" "based" "based, warm process")

available() {
    need_or_skip mksquashfs
    has_codec zstd || skip "this build has no codec zstd"
}

folder() { echo "$cache/rebuild-${variant//[^a-z]/-}"; }

prepare() {
    local folder
    folder=$(folder)
    rm -rf "$folder"
    changed_tree "$folder"
    [[ $variant == canonical ]] || image_of "$folder" release --codec zstd --level 3
    if [[ $variant == *warm* ]]; then
        mkfifo "$folder/requests" "$folder/replies"
        "$app" serve < "$folder/requests" > "$folder/replies" &
        # It ends with this shell, which is the last to have the requests open.
        exec 8<> "$folder/requests" 9<> "$folder/replies"
        # The compiler of the runtime replaces what runs often, up to thirty times and a while later.
        for ((i = 0; i < 40; i++)); do
            ours
        done
    fi
    ours
}

# A rebuild after a change.
ours() {
    local folder status options=(--codec zstd --level 3 --reuse)
    folder=$(folder)
    change_small_file "$folder"
    [[ $variant == canonical ]] || options+=(--base "$folder/release/rootfs.squashfs")
    if [[ $variant != *warm* ]]; then
        image_of "$folder" build "${options[@]}"
        return
    fi
    app=request image_of "$folder" build "${options[@]}" > "$folder/requests"
    read -r status < "$folder/replies"
    ((status == 0))
}

request() {
    local IFS=$'\t'
    echo "$*"
}

anchor() { squash "$(folder)/tree" root.squashfs -comp zstd -Xcompression-level 3; }
