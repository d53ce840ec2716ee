# The same for OpenSSL's two libraries, upgraded from the tree's suite to the newest there is, against a binary
# difference of the same two file systems.
# shellcheck shell=bash
title="update: one library's package"
anchor_name="xdelta3 -S none"
goals="size<=1.10"

available() { need_or_skip xdelta3 dpkg-deb; }

prepare() {
    local folder=$cache/update-library file
    rm -rf "$folder"
    changed_tree "$folder"
    image_of "$folder" release --codec zstd
    newest_package libssl3t64 "$folder/package"
    for file in "$folder"/package/usr/lib/*/lib{crypto,ssl}.so.3; do
        mv "$file" "$folder/tree${file#"$folder/package"}"
    done
    image_of "$folder" next --codec zstd --reuse --base "$folder/release/rootfs.squashfs"
}

# newest_package NAME FOLDER: of the suite that packages come to first, unpacked
newest_package() {
    local address list=$cache/newest-packages path helper=/usr/lib/apt/apt-helper
    address=$(mirror_address)
    address=${address%/}
    quietly "$helper" download-file "$address/dists/sid/main/binary-amd64/Packages.xz" "$list.xz"
    path=$(xz -dc "$list.xz" | awk -v name="$1" '/^Package:/ { found = $2 == name } found && /^Filename:/ { print $2 }')
    [[ -n $path ]] || die "the newest suite has no package $1"
    quietly "$helper" download-file "$address/$path" "$list.deb"
    dpkg-deb -x "$list.deb" "$2"
}

ours() {
    local folder=$cache/update-library
    "$app" update --earlier "$folder/release/rootfs.squashfs" --image "$folder/next/rootfs.squashfs" --output sent
}

anchor() {
    local folder=$cache/update-library
    xdelta3 -e -S none -s "$folder/release/rootfs.squashfs" "$folder/next/rootfs.squashfs" sent
}

result_of() { echo sent; }
