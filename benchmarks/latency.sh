#!/usr/bin/env bash
# benchmarks/latency.sh [--check]
# The host with the sample of handwritten digits beside the floor (a Kestrel process that only reads the body and answers as many bytes):
# latency of one connection, resident memory after 100,000 and after 200,000 requests, and time from process start to the first right answer.
# --check exits 1 when a figure is over its limit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/measuring.sh

readonly max_ratio=1.5 max_rss_mb=150 max_growth_mb=5 max_start_ms=500
readonly samples=manifests/samples/digits
check=false
[[ ${1:-} != --check ]] || check=true

start_host() {
  public_port=$(free_port)
  serve=("$host" serve "$samples" --public-port "$public_port" --internal-port "$(free_port)" --grpc-port 0 --public-grpc-port 0 --data "$work/data")
  predict_url=http://127.0.0.1:$public_port/samples/digits/predict
  infer_url=http://127.0.0.1:$public_port/samples/digits/v2/models/digits/infer
  "${serve[@]}" >"$work/host.out" 2>"$work/host.log" &
  host_pid=$!
  pids+=("$host_pid")
  wait_until 60 ask "$predict_url" 1 1
  wait_until 60 ask "$infer_url" 1 1
}

# <url> <connections> <requests>
ask() {
  "$load" load --url "$1" --body "$work/body.json" --expect "$expected" --connections "$2" --requests "$3"
}

measure_latency() {
  echo "== latency, one connection, $(nproc) CPUs, body of $(stat -c %s "$work/body.json") bytes"
  "$load" latency --url "$floor_url" --url "$predict_url" --url "$infer_url" --body "$work/body.json" \
    --expect '' --expect "$expected" --expect "$expected" --max-ratio "$max_ratio" || fail "a median of more than $max_ratio times the floor's, or an error"
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
  ((first <= max_rss_mb)) || fail "$first MB, at most $max_rss_mb"
  ((second <= first + max_growth_mb)) || fail "memory grew by $((second - first)) MB"
}

measure_start() {
  echo "== start"
  kill -TERM "$host_pid"
  wait "$host_pid" || fail "the host ended with $?"
  "$load" start --url "$predict_url" --body "$work/body.json" --expect "$expected" --runs 7 --max-ms "$max_start_ms" -- "${serve[@]}" \
    || fail "more than $max_start_ms ms to the first right answer"
}

build
make_body
start_floor
start_host
measure_latency
measure_memory
measure_start
if $check; then exit "$failed"; fi
