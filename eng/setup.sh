#!/usr/bin/env bash
# Sets up what is missing on a fresh machine: eng/setup.sh for building and running, eng/setup.sh --tests for the tests too.
# Idempotent; well under a second when there is nothing to do. The tests' Kubernetes takes minutes the first time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/environment.sh
. eng/apt.sh

need_sdk() {
  if dotnet --version >/dev/null 2>&1; then return; fi
  echo "setup: the .NET SDK 10 is needed and was not found (global.json says which version): install it and put dotnet on the PATH" >&2
  return 1
}

main() {
  need_sdk
  eng/onnxruntime/pack.sh
  if [[ ${1:-} == --tests ]]; then
    # the pages are looked at in a browser, models are trained again, images are read, /metrics is checked, answers are fetched as a person would, files are kept in a real S3 server, and gRPC is spoken by clients that are not ours
    apt_install python3-sklearn python3-pil python3-onnx python3-numpy python3-jsonschema curl git chromium radosgw ceph-mon ceph-osd python3-grpcio python3-grpc-tools python3-protobuf
    eng/promtool.sh
    eng/grpc-js.sh
    # the cluster's programs are compiled once, into the user's cache: minutes the first time
    if ((EUID == 0)); then
      tests/cluster/cluster.sh build
    else
      echo "setup: tests/cluster/cluster.sh build needs root: without it the tests that need a Kubernetes are skipped" >&2
    fi
  fi
}

main "$@"
