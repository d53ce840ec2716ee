# Extension images of one build: the libraries of the reference tree, dealt out to sixteen folders.
# shellcheck shell=bash
title="extensions"
anchor_name="mksquashfs gzip 9 + veritysetup for each"
goals="cpu<=0.60 wall<=0.60"
variants=("1" "4" "16")

available() { need_or_skip mksquashfs veritysetup; }

unit_count() { echo "$variant"; }

prepare() {
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

ours() { "$app" extensions --trees "$cache/extensions" --count "$variant" --keys "$cache/keys" --output .; }

anchor() {
    local folder
    for folder in $(find "$cache/extensions" -mindepth 1 -maxdepth 1 | LC_ALL=C sort | head -n "$variant"); do
        squash "$folder" "${folder##*/}.squashfs" -comp gzip
        veritysetup format "${folder##*/}.squashfs" "${folder##*/}.verity" > "${folder##*/}.txt"
    done
}
