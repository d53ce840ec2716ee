# dotnet build of the samples with the SDK that this clone packs, as a user runs it.
# shellcheck shell=bash

sdk_root=$cache/sdk

# What builds below must not share with this user's own, and what they take from the options.
use_own_folders() {
    unset NUGET_PACKAGES
    export AvocadoCacheFolder=${AvocadoCacheFolder:-$sdk_root/cache} AvocadoDevelopmentKeyFolder=$sdk_root/keys
    [[ -z ${AVOCADO_BENCH_MIRROR:-} ]] || export DebianMirror=$AVOCADO_BENCH_MIRROR
}

# Packs the SDK, once in a run. Packages of others stay as NuGet unpacked them.
packed_sdk() {
    [[ ! -f $work/packed ]] || return 0
    note "packing the SDK"
    mkdir -p "$here/../../../artifacts/packages"
    rm -rf "$sdk_root"/{feed,packages/avocado.sdk,cache/ac}
    quietly dotnet pack "$here/../../../sdk" -c Release -o "$sdk_root/feed"
    touch "$work/packed"
}

# sample_projects FOLDER: what a user's clone of the samples would have in it
sample_projects() {
    local source=$here/../../.. file
    mkdir -p "$1"
    cp "$source/global.json" "$1/"
    for file in "$source"/samples/Directory.*; do
        cp "$file" "$1/"
    done
    # No node and no compiler server of one run is there for the next.
    echo "-nodeReuse:false -p:UseSharedCompilation=false" > "$1/Directory.Build.rsp"
    cat > "$1/nuget.config" <<TEXT
<configuration>
  <config><add key="globalPackagesFolder" value="$sdk_root/packages" /></config>
  <packageSources><add key="packed" value="$sdk_root/feed" /></packageSources>
</configuration>
TEXT
    (cd "$source/samples" && find Gateway Gateway.Telemetry -type f -not -path '*/bin/*' -not -path '*/obj/*' \
        -not -name '*.lock.json' -exec cp --parents {} "$1/" \;)
}

# with_cache_server FOLDER COMMAND...: COMMAND with AVOCADO_REMOTE_CACHE, nginx serving and taking files of FOLDER
with_cache_server() {
    local folder=$1 port pid status=0 attempt
    shift
    mkdir -p "$folder/data/cache" "$folder/run"
    for ((attempt = 0; attempt < 20; attempt++)); do
        port=$((20000 + RANDOM % 20000))
        cat > "$folder/run/nginx.conf" <<TEXT
daemon off;
master_process off;
pid nginx.pid;
events { }
http {
  access_log off;
  client_body_temp_path $folder/data/tmp;
  client_max_body_size 0;
  server {
    listen 127.0.0.1:$port;
    root $folder/data;
    dav_methods PUT;
    create_full_put_path on;
  }
}
TEXT
        nginx -p "$folder/run" -c "$folder/run/nginx.conf" -e "$folder/run/error.log" &
        pid=$!
        while kill -0 "$pid" 2> /dev/null; do
            # Whoever answers is this one: another would have taken its port, and it would have ended.
            if (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null && kill -0 "$pid" 2> /dev/null; then
                AVOCADO_REMOTE_CACHE=http://127.0.0.1:$port/cache "$@" || status=$?
                kill "$pid"
                wait "$pid" 2> /dev/null || true
                return "$status"
            fi
            sleep 0.02
        done
        wait "$pid" 2> /dev/null || true
    done
    die "nginx does not start, see $folder/run/error.log"
}
