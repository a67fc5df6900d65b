#!/usr/bin/env bash
# benchmarks/soak.sh [minutes]
# Serves a copy of the sample, keeps 64 connections busy for so many minutes (10 unless said), and replaces the model all the time: by renaming a new
# file into place and by overwriting the old one in turn. Prints failed requests, replacements that were taken up, and resident memory.
# Exits 1 if a request failed, a replacement was not taken up, or memory grew.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/measuring.sh

readonly minutes=${1:-10} connections=64 max_growth_mb=16 max_rss_mb=150 digits_requests=100000
[[ $minutes =~ ^[0-9]+(\.[0-9]+)?$ ]] || { echo "usage: benchmarks/soak.sh [minutes]" >&2; exit 2; }

loads() {
  curl -sf "http://127.0.0.1:$internal_port/metrics" | awk -v result="$1" \
    'index($0, "inference_model_loads_total{") && index($0, "result=\"" result "\"") { count = $2 } END { print count + 0 }'
}

has_loaded() {
  (($(loads success) >= $1))
}

# the layout of the repository, whose manifests name the model's folder by a relative path
copy_sample() {
  mkdir -p "$work/manifests/samples" "$work/models"
  cp -r manifests/samples/digits "$work/manifests/samples/digits"
  cp -r models/digits "$work/models/digits"
  model=$work/models/digits/digits.onnx
}

start_host() {
  public_port=$(free_port)
  internal_port=$(free_port)
  url=http://127.0.0.1:$public_port/samples/digits/predict
  "$host" serve "$work/manifests/samples/digits" --public-port "$public_port" --internal-port "$internal_port" --data "$work/data" \
    >"$work/host.out" 2>"$work/host.log" &
  host_pid=$!
  pids+=("$host_pid")
  wait_until 60 has_loaded 1
}

# <limit option> <value> [connections]: asks, and prints what came of it
ask() {
  "$load" load --url "$url" --body "$work/body.json" --expect "$expected" --connections "${3:-$connections}" "$1" "$2"
}

# What differs is the time of the file: each is a new version to the host, whatever is in it.
replace_model() {
  if (($1 % 2)); then
    cp models/digits/digits.onnx "$model.new"
    mv "$model.new" "$model"
  else
    cat models/digits/digits.onnx >"$model"
  fi
}

replace_all_the_time() {
  local end=$((SECONDS + seconds)) middle=$((SECONDS + seconds / 2)) begin_mb=0 middle_mb=0 replaced=0
  while ((SECONDS < end)) && kill -0 "$load_pid" 2>/dev/null; do
    replaced=$((replaced + 1))
    replace_model "$replaced"
    wait_until 30 has_loaded $((replaced + 1)) || { fail "replacement $replaced was not taken up within 30 s"; break; }
    # once every thread and every pool has what it needs
    if ((begin_mb == 0 && replaced >= 5)); then begin_mb=$(resident_mb "$host_pid"); fi
    if ((middle_mb == 0 && SECONDS >= middle)); then middle_mb=$(resident_mb "$host_pid"); fi
  done
  local end_mb
  end_mb=$(resident_mb "$host_pid")
  ((begin_mb)) || begin_mb=$end_mb
  ((middle_mb)) || middle_mb=$end_mb
  echo "replacements taken up: $replaced, failed loads: $(loads failure)"
  echo "resident after 5 replacements: $begin_mb MB, in the middle: $middle_mb MB, at the end: $end_mb MB"
  ((replaced >= 5)) || fail "too few replacements to tell anything"
  (($(loads failure) == 0)) || fail "a load failed"
  ((end_mb <= begin_mb + max_growth_mb)) || fail "memory grew by $((end_mb - begin_mb)) MB, at most $max_growth_mb"
}

measure_plain() {
  echo "== $digits_requests requests, no replacements"
  ask --requests "$digits_requests" 16 || fail "a request failed"
  local mb
  mb=$(resident_mb "$host_pid")
  echo "resident after $digits_requests requests: $mb MB"
  ((mb <= max_rss_mb)) || fail "$mb MB, at most $max_rss_mb"
}

soak() {
  seconds=$(awk -v minutes="$minutes" 'BEGIN { print int(minutes * 60) }')
  echo "== $connections connections for $seconds s, the model replaced all the time"
  # outlives the replacing by a little, so that every replacement meets full load
  ask --seconds $((seconds + 5)) >"$work/load.out" &
  load_pid=$!
  pids+=("$load_pid")
  replace_all_the_time
  wait "$load_pid" || fail "a request failed"
  cat "$work/load.out"
}

end_host() {
  kill -TERM "$host_pid"
  wait "$host_pid" || fail "the host ended with $?"
  local left
  left=$(find "$work/data/models" -type f | wc -l)
  ((left == 0)) || fail "$left files were left in the data folder"
}

build
copy_sample
make_body
start_host
measure_plain
soak
end_host
if ((failed == 0)); then echo "passed"; fi
exit "$failed"
