# The reference tree and the folders that foreign tools run in: packages of one Debian suite, taken from the mirror
# that this machine's apt is set up for, unpacked as they are. No script of a package runs. Made once per cache.
# shellcheck shell=bash

suite=${AVOCADO_BENCH_SUITE:-trixie}
apt_root=$cache/apt

# The base address of the archive; it is written to the cache and nowhere else.
mirror_address() {
    local address=${AVOCADO_BENCH_MIRROR:-}
    [[ -n $address ]] || address=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
    [[ -n $address ]] || die "apt on this machine has no package source; give a Debian mirror with --mirror"
    printf '%s\n' "$address"
}

# apt with lists, cache and settings of its own; what the machine says about downloads (proxies) is kept.
make_apt() {
    [[ ! -f $apt_root/ready-$suite ]] || return 0
    need apt-get apt-config dpkg
    mkdir -p "$apt_root"/state/lists/partial "$apt_root"/cache/archives/partial \
        "$apt_root"/etc/{apt.conf.d,preferences.d,sources.list.d,trusted.gpg.d}
    : > "$apt_root/state/status"
    printf 'deb [signed-by=%s] %s %s main\n' /usr/share/keyrings/debian-archive-keyring.gpg \
        "$(mirror_address)" "$suite" > "$apt_root/etc/sources.list"
    {
        apt-config dump | grep '^Acquire::' || true
        printf '%s "%s";\n' \
            Dir::State "$apt_root/state/" Dir::State::status "$apt_root/state/status" \
            Dir::Cache "$apt_root/cache/" Dir::Etc "$apt_root/etc/" Dir::Log "$apt_root/" \
            APT::Architecture "$(dpkg --print-architecture)" APT::Install-Recommends false \
            APT::Sandbox::User "" Acquire::Languages none Debug::NoLocking true
    } > "$apt_root/apt.conf"
    note "reading the package lists of $suite"
    own_apt update -qq || die "the mirror of this machine's apt has no suite $suite; give a Debian mirror with --mirror"
    touch "$apt_root/ready-$suite"
}

own_apt() {
    APT_CONFIG=$apt_root/apt.conf DEBIAN_FRONTEND=noninteractive apt-get -o Dir::Etc::parts="$apt_root/etc/apt.conf.d" "$@"
}

# package_names FILE...
package_names() {
    sed -E "/^#/d; /^ *$/d; s/ARCH/$(dpkg --print-architecture)/" "$@"
}

# download_packages FOLDER FILE...: every package the lists name, with what they need, as FOLDER/*.deb
download_packages() {
    local folder=$1 names
    shift
    make_apt
    mapfile -t names < <(package_names "$@")
    rm -rf "$folder.new"
    mkdir -p "$folder.new/partial"
    own_apt install -y -qq --download-only -o Dir::Cache::archives="$folder.new/" "${names[@]}" > "$folder.log" 2>&1 \
        || die "packages could not be had, see $folder.log"
    rm -rf "$folder.new"/{partial,lock}
    mv "$folder.new" "$folder"
}

# unpack_packages FOLDER ROOT: in byte order of the names, links of merged folders kept
unpack_packages() {
    local package
    need dpkg-deb tar
    mkdir -p "$2"
    # Packages expect the top folders' links, which base-files has.
    for package in "$1"/base-files_*.deb "$1"/*.deb; do
        dpkg-deb --fsys-tarfile "$package" \
            | tar -x --keep-directory-symlink --no-same-owner --warning=no-timestamp -C "$2"
    done
}

reference_packages() {
    [[ -d $cache/packages ]] || {
        note "loading the packages of the reference tree"
        download_packages "$cache/packages" "$here/reference/packages.txt"
    }
    printf '%s\n' "$cache/packages"
}

# Our package cache with the archives of the reference tree in it, and their list; a copy has nothing but archives
package_cache() {
    local file digest rest
    reference_packages > /dev/null
    [[ ! -f $cache/packages.tsv || ! -d $cache/package-archives ]] || return 0
    rm -rf "$cache/package-archives" "$cache/package-cache"
    for file in "$cache"/packages/*.deb; do
        read -r digest rest < <(sha256sum "$file")
        printf '%s\t%s\t%s\t%s\n' "$digest" "$(stat -c %s "$file")" \
            "$(dpkg-deb -W --showformat='${Package}\t${Version}\t${Architecture}' "$file")" "$file"
    done > "$cache/packages.tsv.new"
    "$app" unpack --packages "$cache/packages.tsv.new" --cache "$cache/package-archives" --prepare
    cold_cache "$cache/package-cache"
    mv "$cache/packages.tsv.new" "$cache/packages.tsv"
}

# cold_cache FOLDER: a package cache with nothing but the archives, which are links
cold_cache() { cp -al "$cache/package-archives" "$1"; }

# The reference tree: packages, an ASP.NET app, the .NET host and its shared frameworks.
reference_tree() {
    local tree=$cache/tree
    if [[ ! -d $tree ]]; then
        reference_packages > /dev/null
        need dotnet
        note "making the reference tree"
        rm -rf "$tree.new" "$cache/web"
        unpack_packages "$cache/packages" "$tree.new"
        quietly dotnet new web -o "$cache/web" --no-restore
        quietly dotnet publish "$cache/web" -c Release -o "$tree.new/opt/app"
        local host
        host=$(dotnet_folder)
        mkdir -p "$tree.new/usr/share/dotnet"
        cp -a "$host"/{dotnet,host,shared} "$tree.new/usr/share/dotnet/"
        # What only root can read on a device is read by any user here.
        chmod -R u+rwX "$tree.new"
        mv "$tree.new" "$tree"
    fi
    printf '%s\n' "$tree"
}

# Any file as large as a kernel with its initrd serves in the boot partition.
kernel_file() {
    local kernel
    kernel=$(find "$(reference_tree)/boot" -name 'vmlinuz-*' | sort | head -n 1)
    [[ -n $kernel ]] || die "the reference tree has no kernel"
    printf '%s\n' "$kernel"
}

dotnet_folder() {
    dirname "$(readlink -f "$(command -v dotnet)")"
}

# A root folder with tools of the suite: tools_root NAME FILE...
tools_root() {
    local root=$cache/$1
    if [[ ! -d $root ]]; then
        local name=$1
        shift
        note "making the folder $name for tools of $suite"
        [[ -d $cache/$name-packages ]] || download_packages "$cache/$name-packages" "$@"
        rm -rf "$root.new"
        unpack_packages "$cache/$name-packages" "$root.new"
        mkdir -p "$root.new"/{proc,sys,dev,w,var/tmp,tmp}
        mv "$root.new" "$root"
    fi
    printf '%s\n' "$root"
}
