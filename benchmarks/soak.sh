#!/usr/bin/env bash
# benchmarks/soak.sh [minutes]
# Serves a copy of the sample, keeps 64 connections busy for so many minutes (10 unless said), and replaces the model all the time: by renaming a new
# file into place and by overwriting the old one in turn. Prints failed requests, replacements that were taken up, and resident memory.
# Then 200 workers of a Python function are killed at random moments while 20,000 requests are answered; and then the controller, 200 times, while 50 components change on a real control plane.
# Exits 1 if a request failed that did not run in a killed worker, a replacement was not taken up, or memory grew.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/measuring.sh

readonly minutes=${1:-10} connections=64 max_growth_mb=16 max_plain_mb=120 max_plain_growth_mb=5 first_requests=100000 digits_requests=1000000
readonly kills=200 kill_requests=20000 controller_kills=200
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
  "$host" serve "$work/manifests/samples/digits" --public-port "$public_port" --internal-port "$internal_port" --grpc-port 0 --public-grpc-port 0 --data "$work/data" \
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
  local first mb
  ask --requests "$first_requests" 16 || fail "a request failed"
  first=$(resident_mb "$host_pid")
  ask --requests $((digits_requests - first_requests)) 16 || fail "a request failed"
  mb=$(resident_mb "$host_pid")
  echo "resident after $first_requests requests: $first MB, after $digits_requests: $mb MB"
  ((mb < max_plain_mb)) || fail "$mb MB, less than $max_plain_mb expected"
  ((mb <= first + max_plain_growth_mb)) || fail "memory grew by $((mb - first)) MB, at most $max_plain_growth_mb"
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
  left=$(find "$work/data" -name '*.onnx' | wc -l)
  ((left == 0)) || fail "$left copies of the model were left in the data folder"
}

# the workers of the host
workers() {
  pgrep -P "$python_pid" -f worker.py || true
}

# <how many>
has_workers() {
  (($(workers | wc -l) == $1))
}

measure_kills() {
  local killed=0 pool=4 answered failures
  echo "== $kills workers killed during $kill_requests requests"
  echo '{"inputs":[{"name":"x","datatype":"FP64","shape":[4],"data":[1.5,2.5,3.0,4.0]}]}' >"$work/sum.json"
  public_port=$(free_port)
  url=http://127.0.0.1:$public_port/bench/nap/predict
  mkdir "$work/nap"
  cp benchmarks/python/functions.py benchmarks/python/nap.yaml "$work/nap"
  "$host" serve "$work/nap" --python /usr/bin/python3 --public-port "$public_port" --internal-port "$(free_port)" --data "$work/python" \
    >"$work/python.out" 2>"$work/python.log" &
  python_pid=$!
  pids+=("$python_pid")
  wait_until 60 "$load" load --url "$url" --body "$work/sum.json" --expect 11 --connections 8 --requests 100
  "$load" load --url "$url" --body "$work/sum.json" --expect 11 --connections 8 --requests "$kill_requests" >"$work/kills.out" &
  load_pid=$!
  while ((killed < kills)) && kill -0 "$load_pid" 2>/dev/null; do
    kill -KILL "$(workers | shuf -n 1)" 2>/dev/null && killed=$((killed + 1))
    sleep "0.0$((RANDOM % 7))"
  done
  wait "$load_pid" || true
  cat "$work/kills.out"
  read -r answered failures < <(awk '/^requests/ { print $2, $4 }' "$work/kills.out")
  ((killed == kills)) || fail "$killed workers were killed before the requests were over, not $kills"
  ((answered == kill_requests)) || fail "$answered of $kill_requests requests were answered"
  ((failures <= killed)) || fail "$failures requests failed, more than workers were killed"
  wait_until 30 has_workers "$pool" || fail "the pool is not whole again"
  "$load" load --url "$url" --body "$work/sum.json" --expect 11 --connections $((2 * pool)) --requests 2000 || fail "a request failed after the killing"
  kill -TERM "$python_pid"
  wait "$python_pid" || fail "the host ended with $?"
}

build
copy_sample
make_body
start_host
measure_plain
soak
end_host
measure_kills
echo "== the controller killed $controller_kills times while 50 components change"
benchmarks/controller.sh "$controller_kills" || fail "the controller did not end as it would have without being killed"
if ((failed == 0)); then echo "passed"; fi
exit "$failed"
