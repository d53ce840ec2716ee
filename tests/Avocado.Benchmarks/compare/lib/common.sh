# What compare.sh and the scenarios share. A scenario is a file that sets
#   title, anchor_name   what the table says
#   goals                limits, such as "cpu<=0.30 wall<=+0.15s memory<=160MB"
#   variants             optional: sizes or codecs; $variant is one of them
#   unit_count           optional: how many files or images a variant has
# and has functions
#   available            calls skip with a reason when a tool or codec is missing
#   prepare              makes what both sides need; not timed
#   ours, anchor         run in an empty folder; what is timed. Without anchor ours stands alone
#   result_of SIDE       optional: names of the files in that folder whose size is compared
# shellcheck shell=bash

note() { printf '%s\n' "$*" >&2; }

die() {
    note "error: $*"
    exit 1
}

# skip REASON: this scenario cannot run here
skip() {
    printf '%s\n' "$*" > "$work/skip"
    exit 3
}

need() {
    local tool
    for tool in "$@"; do
        find_tool "$tool" > /dev/null || die "$tool is needed and not installed"
    done
}

# need_or_skip TOOL...
need_or_skip() {
    local tool
    for tool in "$@"; do
        find_tool "$tool" > /dev/null || skip "$tool is not installed"
    done
}

# Tools of administrators are often in no user's PATH.
find_tool() { PATH=$PATH:/usr/sbin:/sbin type -P "$1"; }

# The program, not the shell's word.
gnu_time() { type -P time || die "GNU time is needed and not installed"; }

quietly() {
    "$@" > "$cache/quiet.log" 2>&1 || {
        cat "$cache/quiet.log" >&2
        die "this failed: $*"
    }
}

has_codec() { "$app" codecs | grep -qx "$1"; }

scenario_names() { find "$here/scenarios" -name '*.sh' -printf '%f\n' | sort | sed 's/\.sh$//'; }

load_scenario() {
    PATH=$PATH:/usr/sbin:/sbin
    variants=("")
    goals=
    anchor_name=
    unit_count() { echo 0; }
    available() { :; }
    prepare() { :; }
    result_of() { :; }
    source "$here/lib/reference.sh"
    source "$here/lib/tools.sh"
    source "$here/lib/changes.sh"
    source "$here/lib/extensions.sh"
    source "$here/lib/builds.sh"
    source "$here/scenarios/$1.sh"
}

# run_step SCENARIO VARIANT SIDE: the part that is timed, a process of its own
run_step() {
    load_scenario "$1"
    variant=$2
    "$3"
}

# run_scenario NAME: leaves the file "skip" when it was skipped
run_scenario() {
    local status
    rm -f "$work/skip"
    # Not behind || or if: there, bash would go on after errors.
    set +e
    (
        set -e
        load_scenario "$1"
        for variant in "${variants[@]}"; do
            available
        done
        for variant in "${variants[@]}"; do
            run_variant "$1"
        done
    )
    status=$?
    set -e
    ((status == 0)) || [[ -f $work/skip ]] || die "scenario $1 failed"
}

run_variant() {
    local pair side sides=(ours)
    ! declare -F anchor > /dev/null || sides=(anchor ours)
    note "$1 $variant"
    prepare
    for ((pair = 0; pair <= pairs; pair++)); do
        for side in "${sides[@]}"; do
            measure "$1" "$side" "$pair"
        done
    done
    rm -rf "$work/ours" "$work/anchor"
}

# measure SCENARIO SIDE PAIR: pair 0 warms up and is not counted
measure() {
    local folder=$work/$2 memory size=0 wall user system
    # The shell counts in milliseconds, GNU time in hundredths of a second; that one knows the memory.
    local TIMEFORMAT='%3R %3U %3S'
    rm -rf "$folder"
    mkdir -p "$folder"
    # What an earlier run wrote is not to be written during this one.
    sync
    {
        time env -C "$folder" "$(gnu_time)" -f %M -o "$work/memory" \
            bash "$here/compare.sh" step "$1" "$variant" "$2" > "$work/step.log" 2>&1
    } 2> "$work/times" || {
        tail -n 20 "$work/step.log" >&2
        die "scenario $1 failed: $2"
    }
    read -r wall user system < <(tail -n 1 "$work/times")
    memory=$(tail -n 1 "$work/memory")
    size=$(cd "$folder" && size_of "$2")
    note "  $2 $3: wall $wall s, cpu $(sum "$user" "$system") s, memory $((memory / 1024)) MiB, size $size"
    ((pair == 0)) || printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$variant" "$title" \
        "$anchor_name" "$goals" "$2" "$3" "$wall" "$user" "$system" "$memory" "$size" "$(unit_count)" >> "$results"
}

# size_of SIDE: bytes of its results, holes of disks not counted
size_of() {
    local file total=0
    for file in $(result_of "$1"); do
        case $file in
            *.img) total=$((total + $(stat -c '%b * %B' "$file"))) ;;
            *) total=$((total + $(stat -c %s "$file"))) ;;
        esac
    done
    echo "$total"
}

sum() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a + b }'; }
