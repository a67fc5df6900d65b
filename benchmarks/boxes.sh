#!/usr/bin/env bash
# benchmarks/boxes.sh [--check] [part]...
# What boxes cost, beside the least there is to do, in turns of the same run. Parts (all of them unless named):
#   mount   1,000 objects of 100 KB of a real S3 server brought into a folder, beside a bare loop of the SDK of the same parallelism that writes them to disk;
#           then brought once more as after a restart, which must not ask for any object's body
# --check exits 1 when a figure is over its limit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/measuring.sh

readonly max_mount_ratio=1.3
readonly all_parts=(mount)

measure_mount() {
  echo "== mount: 1,000 objects of 100 KB, 8 at a time, $(nproc) CPUs"
  "$load" mount --work "$work/mount" --max-ratio "$max_mount_ratio" || fail "mount: more than $max_mount_ratio times the loop, or a body was fetched twice"
}

check=false parts=()
for argument in "$@"; do
  if [[ $argument == --check ]]; then check=true; else parts+=("$argument"); fi
done
((${#parts[@]})) || parts=("${all_parts[@]}")
for part in "${parts[@]}"; do
  declare -F "measure_$part" >/dev/null || { echo "no part '$part': there are ${all_parts[*]}" >&2; exit 2; }
done

eng/setup.sh --tests
build
for part in "${parts[@]}"; do "measure_$part"; done
if $check; then exit "$failed"; fi
