# shellcheck shell=bash
# Sourced by what measures: builds, a host with the digits sample, and a body to ask it with. Sets work (a folder that goes away at exit).
. eng/environment.sh

readonly load=artifacts/load/Inference.Load host=artifacts/host/InferenceHost

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
fail() {
  echo "FAILED: $*"
  failed=1
}

# a port that nobody listens on just now
free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)); (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# <seconds> <command>...: whether the command succeeds within that time
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS > end)); then
      echo "gave up waiting for: $*" >&2
      tail -n 20 "$work"/*.log >&2
      return 1
    fi
    sleep 0.1
  done
}

# <pid>
resident_mb() {
  awk '/^VmRSS:/ { print int($2 / 1024) }' "/proc/$1/status"
}

build() {
  eng/setup.sh
  eng/publish-host.sh
  dotnet publish benchmarks/Load --configuration Release --output artifacts/load -nologo -verbosity:quiet >&2
}

# one held-out digit, in the form that both protocols read; sets expected, what the answer must hold
make_body() {
  local digit image
  digit=$(grep -m1 '"label"' models/digits/test-digits.json)
  [[ $digit =~ \"label\":([0-9]) ]]
  # shellcheck disable=SC2034 # for whoever sources this
  expected="[${BASH_REMATCH[1]}]"
  [[ $digit =~ \"image\":(\[[0-9,]*\]) ]]
  image=${BASH_REMATCH[1]}
  echo "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[1,64],\"data\":$image}]}" >"$work/body.json"
}

# a Kestrel process that only reads the body and answers as many bytes; sets floor_url
start_floor() {
  "$load" floor >"$work/floor.url" 2>"$work/floor.log" &
  pids+=($!)
  wait_until 60 test -s "$work/floor.url"
  # shellcheck disable=SC2034 # for whoever sources this
  floor_url=$(<"$work/floor.url")
}
