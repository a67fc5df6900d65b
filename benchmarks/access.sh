#!/usr/bin/env bash
# benchmarks/access.sh [--check]
# What it costs to know a caller who was seen before: the same component behind an open API and behind one with users whose passwords are hashes, beside the floor, in turns of
# one run. What is told is the difference of the medians, in floors. --check exits 1 when it is over its limit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/measuring.sh

readonly max_floors=0.1
check=false
[[ ${1:-} != --check ]] || check=true

start_host() {
  local port hash
  port=$(free_port)
  host_url=http://127.0.0.1:$port/samples
  mkdir -p "$work/manifests"
  cp manifests/samples/digits/*.yaml "$work/manifests"
  sed -i "s#path: ../../../models/digits#path: $(realpath --relative-to="$work/manifests" models/digits)#" "$work"/manifests/*.yaml
  hash=$(echo measured | "$host" hash-password)
  cat >"$work/manifests/guarded.yaml" <<YAML
apiVersion: unified-platform.cs.hse.ru/v1
kind: APIComponent
metadata: { name: guarded-api, namespace: samples }
spec:
  mlComponent: { name: digits }
  restfulApi: { path: guarded, auth: { basic: { credentials: people } } }
---
apiVersion: v1
kind: Secret
metadata: { name: people, namespace: samples }
stringData: { bob: '$hash' }
YAML
  "$host" serve "$work/manifests" --public-port "$port" --internal-port "$(free_port)" --grpc-port 0 --public-grpc-port 0 --data "$work/data" >"$work/host.out" 2>"$work/host.log" &
  pids+=($!)
  wait_until 60 ask "$host_url/digits/predict" ""
  wait_until 60 ask "$host_url/guarded/predict" "$header"
}

# <url> <header>
ask() {
  "$load" load --url "$1" --header "$2" --body "$work/body.json" --expect "$expected" --connections 1 --requests 1
}

measure() {
  echo "== latency, one connection, $(nproc) CPUs: the floor, an open API, the same with users"
  "$load" latency --url "$floor_url" --url "$host_url/digits/predict" --url "$host_url/guarded/predict" --header '' --header "$header" --header "$header" \
    --body "$work/body.json" --expect '' --expect "$expected" --expect "$expected" --rounds 200 | tee "$work/latency"
  grep -q '^errors 0' "$work/latency" || fail "a request failed"
  awk '/^http/ { median[++n] = $3 } END { printf "known callers cost %.1f us, %.3f floors\n", median[3] - median[2], (median[3] - median[2]) / median[1] }' "$work/latency"
  awk -v most="$max_floors" '/^http/ { median[++n] = $3 } END { exit !((median[3] - median[2]) <= most * median[1]) }' "$work/latency" || fail "more than $max_floors floors"
}

build
make_body
# the open API gets the header too: reading it is the server's, not the authentication's
header="Authorization: Basic $(printf bob:measured | base64)"
start_floor
start_host
measure
if $check; then exit "$failed"; fi
