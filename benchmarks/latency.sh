#!/usr/bin/env bash
# benchmarks/latency.sh [--check]
# The host with the sample of handwritten digits beside the floor (a Kestrel process that only reads the body and answers as many bytes):
# latency of one connection, resident memory after 100,000 and after 200,000 requests, and time from process start to the first right answer.
# --check exits 1 when a figure is over its limit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/environment.sh

readonly max_ratio=1.5 max_rss_mb=150 max_growth_mb=5 max_start_ms=1000
readonly load=artifacts/load/Inference.Load host=artifacts/host/InferenceHost samples=manifests/samples/digits
check=false
[[ ${1:-} != --check ]] || check=true

work=$(mktemp -d)
pids=()
stop() {
  # whoever has ended already is no error
  for pid in "${pids[@]}"; do
    kill -TERM "$pid" 2>/dev/null || continue
    wait "$pid" || true
  done
  rm -rf "$work"
}
trap stop EXIT

failed=0
over() {
  echo "over the limit: $*"
  failed=1
}

# a port that nobody listens on just now
free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)); (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

wait_until() {
  local end=$((SECONDS + 60))
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS > end)); then
      echo "gave up waiting for: $*" >&2
      tail -n 20 "$work"/*.log >&2
      exit 1
    fi
    sleep 0.1
  done
}

build() {
  eng/setup.sh
  eng/publish-host.sh
  dotnet publish benchmarks/Load --configuration Release --output artifacts/load -nologo -verbosity:quiet >&2
}

# one held-out digit, asked for by both protocols
make_bodies() {
  local digit image
  digit=$(grep -m1 '"label"' models/digits/test-digits.json)
  [[ $digit =~ \"label\":([0-9]) ]]
  expected="[${BASH_REMATCH[1]}]"
  [[ $digit =~ \"image\":(\[[0-9,]*\]) ]]
  image=${BASH_REMATCH[1]}
  # the two formats happen to agree for a plain tensor
  echo "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[1,64],\"data\":$image}]}" >"$work/body.json"
}

start_floor() {
  "$load" floor >"$work/floor.url" 2>"$work/floor.log" &
  pids+=($!)
  wait_until test -s "$work/floor.url"
  floor_url=$(<"$work/floor.url")
}

start_host() {
  public_port=$(free_port)
  serve=("$host" serve "$samples" --public-port "$public_port" --internal-port "$(free_port)" --grpc-port "$(free_port)" --data "$work/data")
  predict_url=http://127.0.0.1:$public_port/samples/digits/predict
  infer_url=http://127.0.0.1:$public_port/samples/digits/v2/models/digits/infer
  "${serve[@]}" >"$work/host.out" 2>"$work/host.log" &
  host_pid=$!
  pids+=("$host_pid")
  wait_until ask "$predict_url" 1 1
  wait_until ask "$infer_url" 1 1
}

# <url> <connections> <requests>
ask() {
  "$load" load --url "$1" --body "$work/body.json" --expect "$expected" --connections "$2" --requests "$3"
}

measure_latency() {
  echo "== latency, one connection, $(nproc) CPUs, body of $(stat -c %s "$work/body.json") bytes"
  "$load" latency --url "$floor_url" --url "$predict_url" --url "$infer_url" --body "$work/body.json" \
    --expect '' --expect "$expected" --expect "$expected" --max-ratio "$max_ratio" || over "a median of more than $max_ratio times the floor's, or an error"
}

resident_mb() {
  awk '/^VmRSS:/ { print int($2 / 1024) }' "/proc/$1/status"
}

measure_memory() {
  local first second
  echo "== memory, 16 connections"
  echo "resident before: $(resident_mb "$host_pid") MB"
  ask "$predict_url" 16 50000
  ask "$infer_url" 16 50000
  first=$(resident_mb "$host_pid")
  echo "resident after 100,000 requests: $first MB"
  ask "$predict_url" 16 50000
  ask "$infer_url" 16 50000
  second=$(resident_mb "$host_pid")
  echo "resident after 200,000 requests: $second MB"
  ((first <= max_rss_mb)) || over "$first MB, at most $max_rss_mb"
  ((second <= first + max_growth_mb)) || over "memory grew by $((second - first)) MB"
}

measure_start() {
  echo "== start"
  kill -TERM "$host_pid"
  wait "$host_pid" || over "the host ended with $?"
  "$load" start --url "$predict_url" --body "$work/body.json" --expect "$expected" --runs 7 --max-ms "$max_start_ms" -- "${serve[@]}" \
    || over "more than $max_start_ms ms to the first right answer"
}

build
make_bodies
start_floor
start_host
measure_latency
measure_memory
measure_start
if $check; then exit "$failed"; fi
