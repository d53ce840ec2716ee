# shellcheck shell=bash
title="packages into the cache"
anchor_name="dpkg-deb -x of the same"
variants=("cold" "warm")
goals="cpu<=1.00"

available() { need_or_skip dpkg-deb; }

unit_count() { find "$cache/packages" -name '*.deb' | wc -l; }

prepare() {
    reference_packages > /dev/null
    package_list > "$cache/packages.tsv"
    rm -rf "$cache/package-cache"
    "$app" unpack --packages "$cache/packages.tsv" --cache "$cache/package-cache" --prepare
    # Warm: the items are there. Cold: each run has a cache of its own with nothing but the archives.
    [[ $variant == cold ]] || "$app" unpack --packages "$cache/packages.tsv" --cache "$cache/package-cache"
}

# One line for each archive, for the benchmark application.
package_list() {
    local file digest rest
    for file in "$cache"/packages/*.deb; do
        read -r digest rest < <(sha256sum "$file")
        printf '%s\t%s\t%s\t%s\n' "$digest" "$(stat -c %s "$file")" \
            "$(dpkg-deb -W --showformat='${Package}\t${Version}\t${Architecture}' "$file")" "$file"
    done
}

ours() {
    local folder=$cache/package-cache
    if [[ $variant == cold ]]; then
        mkdir cache
        ln -s "$folder/archives" cache/archives
        folder=$PWD/cache
    fi
    "$app" unpack --packages "$cache/packages.tsv" --cache "$folder"
}

anchor() {
    local file
    for file in "$cache"/packages/*.deb; do
        dpkg-deb -x "$file" root
    done
}
