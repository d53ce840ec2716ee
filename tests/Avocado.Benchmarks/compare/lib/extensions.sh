# Folders that become extension images: the libraries of the reference tree, dealt out to sixteen.
# shellcheck shell=bash

extension_trees() {
    local folder=$cache/extensions file name number=0
    [[ ! -d $folder ]] || return 0
    reference_tree > /dev/null
    rm -rf "$folder.new"
    while read -r file; do
        printf -v name 'extension-%02d' $((number++ % 16))
        install -D -m 644 "$file" "$folder.new/$name/usr/lib/${file##*/}"
    done < <(find "$cache/tree/usr/lib" -name '*.so*' -type f -size -2048k | LC_ALL=C sort)
    mv "$folder.new" "$folder"
}

# squash_each COUNT: a file system and a hash tree of each of the first folders
squash_each() {
    local folder
    for folder in $(find "$cache/extensions" -mindepth 1 -maxdepth 1 | LC_ALL=C sort | head -n "$1"); do
        squash "$folder" "${folder##*/}.squashfs" -comp gzip
        veritysetup format "${folder##*/}.squashfs" "${folder##*/}.verity" > "${folder##*/}.txt"
    done
}
