#!/bin/bash
# Runs our pipeline and foreign tools in turn and prints how they compare, as Markdown. See docs/benchmarks.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(dirname "$here")
cache=${AVOCADO_BENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/avocado-bench}
pairs=5
only=
results=
sizes=${sizes:-1000 10000 100000 1000000}
build=1
with_mkosi=${with_mkosi:-}

usage() {
    cat <<'TEXT'
compare.sh [options]
  --pairs N          counted pairs of every comparison (5); one more runs before them and is not counted
  --only NAME,...    these scenarios; --list shows them
  --sizes "N N ..."  how many files the scaling scenario takes
  --cache FOLDER     where the reference tree and tools are kept (default: avocado-bench in the user's cache)
  --mirror ADDRESS   a Debian mirror; default: the one this machine's apt uses
  --results FILE     keep the measurements here (default: results.tsv in the cache, replaced)
  --mkosi            compare with mkosi too, which takes minutes for each pair
  --no-build         take the benchmark application of the last run
  --list             names of the scenarios
TEXT
}

source "$here/lib/common.sh"

# What is timed runs in a process of its own, with what this one exported.
if [[ ${1:-} == step ]]; then
    shift
    run_step "$@"
    exit
fi

while (($#)); do
    case $1 in
        --pairs) pairs=$2; shift ;;
        --only) only=$2; shift ;;
        --sizes) sizes=$2; shift ;;
        --cache) cache=$2; shift ;;
        --mirror) export AVOCADO_BENCH_MIRROR=$2; shift ;;
        --results) results=$2; shift ;;
        --mkosi) with_mkosi=1 ;;
        --no-build) build= ;;
        --list) scenario_names; exit ;;
        -h | --help) usage; exit ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done

[[ $pairs =~ ^[1-9][0-9]*$ ]] || die "--pairs takes a number from 1"
need bash nproc stat find sort truncate
gnu_time > /dev/null
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
results=${results:-$cache/results.tsv}
app=$cache/app/Avocado.Benchmarks
# Two runs at a time would spoil each other's figures, but not each other's files.
work=$cache/work.$$
trap 'rm -rf "$work"' EXIT
# The steps are processes of their own.
export AVOCADO_BENCH_CACHE=$cache app work sizes with_mkosi
mkdir -p "$work"
: > "$results"

if [[ -n $build ]]; then
    note "building the benchmark application"
    # A local package source of the repository that its own build fills.
    mkdir -p "$project/../../artifacts/packages"
    # ReadyToRun code of this host's, as the SDK package holds it: otherwise a small rebuild is measured with a JIT compiler.
    quietly dotnet publish "$project" -c Release -o "$cache/app" \
        --use-current-runtime --self-contained false -p:PublishReadyToRun=true
fi
[[ -x $app ]] || die "there is no $app; run without --no-build"
[[ -d $cache/keys ]] || quietly "$app" keys --output "$cache/keys"

skipped=()
while read -r scenario; do
    [[ -z $only || ,$only, == *,$scenario,* ]] || continue
    run_scenario "$scenario"
    [[ ! -f $work/skip ]] || skipped+=("$scenario: $(cat "$work/skip")")
done < <(scenario_names)

[[ ! -s $results ]] || "$app" report --results "$results"
if ((${#skipped[@]})); then
    printf '\nSkipped:\n\n'
    printf -- '- %s\n' "${skipped[@]}"
fi
