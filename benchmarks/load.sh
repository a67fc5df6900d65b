#!/usr/bin/env bash
# benchmarks/load.sh [--seconds N] [--rounds N] [--warm N] [--starts N] [--check]
# The host beside the floor (an empty Kestrel endpoint, by HTTP/1.1 and HTTP/2) and beside services that one writes by hand (node with onnxruntime-node, FastAPI with scikit-learn): the same models and bodies, in turns. Closed loop at 1, 8 and 64
# connections (wrk; gRPC by h2load, its answers counted on the server); open loop at 50 and 80 % of the maximum and at twice it; the model's run without a server; start to first answer. Installs what it needs, prints
# tables and writes them, with a plot, to benchmarks/results/. Each server is asked for --warm seconds first. --check exits 1 when a figure misses its bound. Takes over half an hour; --seconds 1 --rounds 1 --warm 1 a few minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/measuring.sh
. eng/apt.sh

readonly node_peer=artifacts/peers/node

# a peer that cannot be had on this machine is left out of the table
install_peers() {
  apt_install wrk nghttp2-client python3-grpcio python3-fastapi uvicorn python3-uvloop python3-httptools python3-sklearn python3-onnx
  # a node that came from elsewhere and Debian's npm cannot both be
  command -v npm >/dev/null || apt_install nodejs npm
  mkdir -p "$node_peer"
  if cmp -s benchmarks/peers/node/package.json "$node_peer/package.json" && [[ -d $node_peer/node_modules ]]; then return; fi
  cp benchmarks/peers/node/* "$node_peer/"
  ONNXRUNTIME_NODE_INSTALL_CUDA=skip npm install --prefix "$node_peer" --no-package-lock --no-audit --no-fund --silent || { echo "the node peer cannot be installed here and is left out" >&2; rm -rf "$node_peer/node_modules"; }
}

build
install_peers
make_body
start_floor
/usr/bin/python3 benchmarks/load/load.py --host "$host" --load "$load" --floor "$floor_url" --floor-pid "${pids[0]}" --node "$node_peer" --body "$work/body.json" --expect "$expected" --work "$work" "$@"
