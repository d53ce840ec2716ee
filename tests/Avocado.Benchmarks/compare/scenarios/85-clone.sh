# The sample in a new clone on a machine with an empty cache: with a remote cache that CI filled, and without one. Both
# have the lock file and what NuGet restores.
# shellcheck shell=bash
title="first build of a clone"
anchor_name="the same without the remote cache"
# The app is compiled by .NET's own SDK in any case: what is left is the image.
variants=("sample" "sample without its app")
goals="cpu<=0.25 wall<=0.25"

available() { need_or_skip dotnet nginx; }

projects() { echo "$sdk_root/clone"; }

prepare() {
    local clone
    clone=$(projects)
    use_own_folders
    packed_sdk
    rm -rf "$clone" "$work/ci" "$sdk_root/remote"
    sample_projects "$clone"
    [[ $variant == sample ]] || sed -i \
        -e '/<ProjectReference/,/\/>/d' -e '/<HealthCheck/d' -e '/SystemExtension Include="app"/d' \
        -e '/<BootMode Include="production"/d' -e 's/Extensions="app;field-tools"/Extensions="field-tools" Default="true"/' \
        "$clone/Gateway/Gateway.csproj"
    cp -r "$clone" "$work/ci"
    # What CI does: it writes what the clones then read. The lock file it makes is committed.
    AvocadoCacheFolder=$work/ci/cache AvocadoRemoteCacheWrite=true quietly \
        with_cache_server "$sdk_root/remote" dotnet build "$work/ci/Gateway"
    cp "$work/ci/Gateway/avocado.lock.json" "$clone/Gateway/"
    rm -rf "$work/ci"
}

build() {
    cp -r "$(projects)/." .
    export AvocadoCacheFolder=$PWD/cache
    use_own_folders
    "$@" dotnet build Gateway
}

# The server's own time counts as ours.
ours() { build with_cache_server "$sdk_root/remote"; }

anchor() { build env; }
