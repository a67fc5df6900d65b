#!/usr/bin/env bash
# benchmarks/python.sh [--check]
# What a Python function costs behind the host: latency of one connection beside the floor (an empty Kestrel endpoint) and beside the same function called in a plain loop;
# requests per second at 16 connections beside the same function behind FastAPI and uvicorn; and what a tensor of 600 KB costs more than a small one in the exchange with
# the worker. Everything in one run, in turns. --check exits 1 when a figure is over its limit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/measuring.sh
. eng/apt.sh

readonly python=/usr/bin/python3 functions=$PWD/benchmarks/python
readonly connections=16 rounds=5 seconds=4 max_floors=4 min_ratio=2 max_exchange_us=1000
check=false
[[ ${1:-} != --check ]] || check=true

start_host() {
  local port
  port=$(free_port)
  internal=http://127.0.0.1:$(free_port)
  host_url=http://127.0.0.1:$port/bench
  "$host" serve "$functions" --python "$python" --public-port "$port" --internal-port "${internal##*:}" --grpc-port 0 --public-grpc-port 0 --data "$work/data" >"$work/host.out" 2>"$work/host.log" &
  pids+=($!)
  wait_until 60 ask "$host_url/total/predict" 1 --requests 1
  wait_until 60 curl -sf "$internal/v2/models/corner/ready"
}

start_peer() {
  local port
  port=$(free_port)
  peer_url=http://127.0.0.1:$port
  (cd "$functions" && exec env PYTHONDONTWRITEBYTECODE=1 "$python" -m uvicorn service:app --port "$port" --loop uvloop --http httptools --no-access-log --log-level warning) \
    >"$work/peer.out" 2>"$work/peer.log" &
  pids+=($!)
  wait_until 60 ask "$peer_url/predict" 1 --requests 1
}

# <url> <connections> <limit option> <value>
ask() {
  "$load" load --url "$1" --body "$work/body.json" --expect 11 --connections "$2" "$3" "$4"
}

# <url>: requests per second
throughput() {
  ask "$1" "$connections" --seconds "$seconds" | tee -a "$work/throughput.log" | awk '/^requests/ { for (i = 1; i < NF; i++) if ($i == "rps") print $(i + 1) }'
}

median() {
  sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

# <condition> in awk's words
holds() {
  awk "BEGIN { exit !($1) }"
}

measure_latency() {
  local before after loop
  echo "== latency, one connection, $(nproc) CPUs: the floor, and the sum of four numbers in Python"
  before=$(cd "$functions" && PYTHONDONTWRITEBYTECODE=1 "$python" loop.py functions.total "$work/body.json")
  "$load" latency --url "$floor_url" --url "$host_url/total/predict" --body "$work/body.json" --expect '' --expect 11 --warm-up 250 | tee "$work/latency"
  after=$(cd "$functions" && PYTHONDONTWRITEBYTECODE=1 "$python" loop.py functions.total "$work/body.json")
  loop=$(awk "BEGIN { print ($before + $after) / 2 }")
  grep -q '^errors 0' "$work/latency" || fail "a request failed"
  floors=$(awk -v loop="$loop" '/^http/ { median[++n] = $3 } END { print (median[2] - loop) / median[1] }' "$work/latency")
  echo "the same function in a plain loop: $loop us; the way to it and back: $floors floors"
  holds "$floors <= $max_floors" || fail "more than $max_floors floors"
}

measure_throughput() {
  local round ours peer bare
  echo "== requests per second, $connections connections, $rounds rounds of $seconds s: 2 workers; FastAPI with uvicorn, uvloop and httptools, one worker"
  for url in "$host_url/total/predict" "$peer_url/predict" "$peer_url/bare"; do throughput "$url" >/dev/null; done
  for ((round = 0; round < rounds; round++)); do
    throughput "$host_url/total/predict" >>"$work/ours"
    throughput "$peer_url/predict" >>"$work/peer"
    throughput "$peer_url/bare" >>"$work/bare"
  done
  ! grep -v 'failures 0 ' "$work/throughput.log" || fail "a request failed"
  ours=$(median <"$work/ours") peer=$(median <"$work/peer") bare=$(median <"$work/bare")
  echo "host $ours; FastAPI $peer; FastAPI without declared models, nothing checked, $bare"
  awk "BEGIN { printf \"ratio %.2f; to the one that checks nothing %.2f\n\", $ours / $peer, $ours / $bare }"
  holds "$ours >= $min_ratio * $peer" || fail "less than $min_ratio times the requests per second"
}

# <numbers>: a request of so many FP32 numbers over the binary extension, asked 300 times; prints the mean time of a run in microseconds
exchange() {
  "$python" - "$internal" "$1" <<'PYTHON'
import http.client, json, sys
address, count = sys.argv[1].split("//")[1], int(sys.argv[2])
head = json.dumps({"inputs": [{"name": "image", "datatype": "FP32", "shape": [1, count], "parameters": {"binary_data_size": 4 * count}}]}).encode()
connection = http.client.HTTPConnection(address)
def call(method, path, body=None, headers={}):
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status == 200, text
    return json.loads(text)
def spent():
    found = call("GET", "/v2/models/corner/stats")["model_stats"][0]["inference_stats"]["compute_infer"]
    return found["count"], found["ns"]
def ask(times):
    for _ in range(times):
        call("POST", "/v2/models/corner/infer", head + bytes(4 * count), {"Inference-Header-Content-Length": str(len(head)), "Content-Type": "application/octet-stream"})
ask(100)
before = spent()
ask(300)
after = spent()
print((after[1] - before[1]) / (after[0] - before[0]) / 1000)
PYTHON
}

measure_exchange() {
  local small large more
  echo "== the exchange with the worker, tensors: numpy, FP32 over the binary extension"
  for _ in 1 2 3; do
    exchange 16 >>"$work/small"
    exchange $((3 * 224 * 224)) >>"$work/large"
  done
  small=$(median <"$work/small") large=$(median <"$work/large")
  more=$(awk "BEGIN { print $large - $small }")
  echo "run of 16 numbers $small us, of 1x3x224x224 $large us: $more us more"
  holds "$more <= $max_exchange_us" || fail "more than $max_exchange_us us"
}

apt_install python3-numpy python3-fastapi python3-uvicorn python3-uvloop python3-httptools curl
build
echo '{"inputs":[{"name":"x","datatype":"FP64","shape":[4],"data":[1.5,2.5,3.0,4.0]}]}' >"$work/body.json"
start_floor
start_host
measure_latency
measure_exchange
start_peer
measure_throughput
if $check; then exit "$failed"; fi
