#!/usr/bin/env bash
# benchmarks/boxes.sh [--check] [part]...
# What boxes cost, beside the least there is to do, in turns of the same run. Parts (all of them unless named):
#   mount       1,000 objects of 100 KB of a real S3 server brought into a folder, beside a bare loop of the SDK of the same parallelism that writes them to disk;
#               then brought once more as after a restart, which must not ask for any object's body
#   files       100 MB up and down through the file API on a folder, beside a plain Kestrel endpoint that copies the body to a file and a file to the answer
#   prediction  a prediction on a file of a folder, beside the same prediction with the data within the request
# --check exits 1 when a figure is over its limit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/measuring.sh

readonly max_mount_ratio=1.3 min_files_ratio=0.70 max_prediction_ms=1
readonly all_parts=(mount files prediction)

measure_mount() {
  echo "== mount: 1,000 objects of 100 KB, 8 at a time, $(nproc) CPUs"
  "$load" mount --work "$work/mount" --max-ratio "$max_mount_ratio" || fail "mount: more than $max_mount_ratio times the loop, or a body was fetched twice"
}

# a host with a box in its data folder, and a plain server that copies to the same disk; sets bench_url and copy_url
start_file_servers() {
  [[ -z ${bench_url:-} ]] || return 0
  local port
  port=$(free_port)
  mkdir -p "$work/copied"
  "$load" floor --folder "$work/copied" >"$work/copy.url" 2>"$work/copy.log" &
  pids+=($!)
  "$host" serve benchmarks/files --python /usr/bin/python3 --public-port "$port" --internal-port 0 --grpc-port 0 --public-grpc-port 0 --data "$work/data" >"$work/host.out" 2>"$work/host.log" &
  pids+=($!)
  bench_url=http://127.0.0.1:$port/bench
  wait_until 60 test -s "$work/copy.url"
  copy_url=$(<"$work/copy.url")
  wait_until 60 curl -sf -u bench:bench "$bench_url/count/predict" -H 'Content-Type: application/json' -d '{"inputs":[{"name":"x","datatype":"str","data":"abc"}]}'
}

measure_files() {
  start_file_servers
  echo "== files: 100 MB up and down, $(nproc) CPUs"
  "$load" files --host "$bench_url/files/files" --floor "$copy_url" --min-ratio "$min_files_ratio" || fail "files: less than $min_files_ratio of the plain copy's throughput"
}

measure_prediction() {
  start_file_servers
  # what the part before wrote is on its way to the disk still, and would be measured with it
  sync
  echo "== prediction: a file of a folder, and the same data inline, to the same Python function"
  "$load" file-prediction --files "$bench_url/files/files" --url "$bench_url/count/predict" --max-ms "$max_prediction_ms" || fail "prediction: more than $max_prediction_ms ms more"
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
