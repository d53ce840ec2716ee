# The reference tree with changes, and images over earlier ones.
# shellcheck shell=bash

# changed_tree FOLDER: the reference tree again, of hard links: a file of it is replaced, never written into
changed_tree() {
    reference_tree > /dev/null
    mkdir -p "$1"
    cp -al "$cache/tree" "$1/tree"
    change_small_file "$1"
}

# change_small_file FOLDER: another content each time, of the same length
change_small_file() {
    printf '# changed %s\n' "$(date +%s%N)" > "$1/changed"
    mv "$1/changed" "$1/tree/etc/avocado-changed.conf"
}

# image_of FOLDER NAME [OPTIONS...]: the tree in FOLDER as FOLDER/NAME/disk.img
image_of() {
    "$app" image --tree "$1/tree" --output "$1/$2/disk.img" --keys "$cache/keys" "${@:3}"
}
