#!/usr/bin/env bash
# benchmarks/slow.sh [--check]
# 50 ordinary callers of the sample of handwritten digits, alone and then beside 10,000 connections that send a byte a second (request lines, headers and bodies without an end; whoever is cut off
# comes again). Prints requests per second and latencies of both, and what the host holds in memory. --check exits 1 when an ordinary request failed or their 99th percentile is over 100 ms.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/measuring.sh

readonly callers=50 crowd=10000 seconds=30 max_p99_ms=100
check=false
[[ ${1:-} != --check ]] || check=true

start_host() {
  local port
  port=$(free_port)
  url=http://127.0.0.1:$port/samples/digits/predict
  "$host" serve manifests/samples/digits --public-port "$port" --internal-port "$(free_port)" --grpc-port 0 --public-grpc-port 0 --data "$work/data" >"$work/host.out" 2>"$work/host.log" &
  host_pid=$!
  pids+=("$host_pid")
  wait_until 60 "$load" load --url "$url" --body "$work/body.json" --expect "$expected" --connections 1 --requests 1
}

# <what it is>: what 50 callers see
ask() {
  echo "== $callers ordinary callers, $1"
  "$load" load --url "$url" --body "$work/body.json" --expect "$expected" --connections "$callers" --seconds "$2" | tee "$work/asked" || fail "$1: an ordinary request failed"
  echo "open files $(find "/proc/$host_pid/fd" -mindepth 1 -maxdepth 1 | wc -l), resident $(resident_mb "$host_pid") MB"
}

build
make_body
ulimit -n "$(ulimit -Hn)"
start_host
ask "alone" 10
"$load" slow --url "$url" --connections "$crowd" --seconds "$((seconds + 60))" >"$work/crowd" &
pids+=($!)
wait_until 60 grep -q open "$work/crowd"
is_crowded() { (($(find "/proc/$host_pid/fd" -mindepth 1 -maxdepth 1 | wc -l) > crowd)); }
wait_until 10 is_crowded || fail "the host does not hold $crowd connections"
ask "beside $crowd slow ones" "$seconds"
awk -v most="$max_p99_ms" '{ for (i = 1; i < NF; i++) if ($i == "p99") p99 = $(i + 2) } END { exit !(p99 > 0 && p99 <= most * 1000) }' "$work/asked" || fail "p99 over $max_p99_ms ms"
if $check; then exit "$failed"; fi
