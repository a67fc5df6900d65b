#!/usr/bin/env bash
# Puts the gRPC client in JavaScript that the tests call a host by into artifacts/tools/grpc-js. Kept in the user's cache, by what is asked for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/environment.sh

work=
trap '[[ -z $work ]] || rm -rf "$work"' EXIT

main() {
  local wanted=tests/InferenceHost.FunctionalTests/Grpc/Clients/package.json link=artifacts/tools/grpc-js kept
  kept=$SETUP_CACHE/grpc-js-$(sha256sum "$wanted" | cut -c1-16)
  if [[ ! -d $kept ]]; then
    if ! command -v npm >/dev/null; then
      echo "setup: npm was not found: the tests with gRPC's JavaScript client are skipped" >&2
      return
    fi
    echo "setup: installing gRPC's JavaScript client" >&2
    mkdir -p "$SETUP_CACHE"
    work=$(mktemp -d "$SETUP_CACHE/work.XXXXXX")
    cp "$wanted" "$work/"
    # a lock file would name the registry of the machine that wrote it
    (cd "$work" && npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error >&2)
    chmod 755 "$work"
    mv -T "$work" "$kept"
    work=
  fi
  mkdir -p "$(dirname "$link")"
  ln -sfn "$kept" "$link"
}

main
