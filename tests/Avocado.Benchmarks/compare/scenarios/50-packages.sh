# shellcheck shell=bash
title="packages into the cache"
anchor_name="dpkg-deb -x of the same"
variants=("cold" "warm")
goals="cpu<=1.00 memory<=160MB"

available() { need_or_skip dpkg-deb; }

unit_count() { find "$cache/packages" -name '*.deb' | wc -l; }

prepare() {
    reference_packages > /dev/null
    package_cache
    # Warm: the items are there. Cold: each run has a cache of its own with nothing but the archives.
    [[ $variant == cold ]] || "$app" unpack --packages "$cache/packages.tsv" --cache "$cache/package-cache"
}

ours() {
    local folder=$cache/package-cache
    if [[ $variant == cold ]]; then
        cold_cache cache
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
