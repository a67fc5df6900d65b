#!/usr/bin/env bash
# Puts promtool into artifacts/tools unless it is on the PATH: it is taken out of Debian's package prometheus, since installing
# that package would start a Prometheus server on this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/environment.sh
. eng/apt.sh

work=
trap '[[ -z $work ]] || rm -rf "$work"' EXIT

download() {
  (cd "$work" && apt-get -q download prometheus >/dev/null 2>&1)
}

main() {
  local link=artifacts/tools/promtool kept=$SETUP_CACHE/promtool
  if [[ -x $link ]] || command -v promtool >/dev/null; then return; fi

  if [[ ! -x $kept ]]; then
    echo "setup: taking promtool out of the Debian package prometheus" >&2
    mkdir -p "$SETUP_CACHE"
    work=$(mktemp -d "$SETUP_CACHE/work.XXXXXX")
    if ! download; then
      # package lists may be missing altogether on a fresh machine
      can_be_root && update_package_lists
      download || {
        echo "setup: promtool is needed: install the Debian package prometheus" >&2
        return 1
      }
    fi
    dpkg-deb --fsys-tarfile "$work"/prometheus_*.deb | tar -x -C "$work" ./usr/bin/promtool
    mv "$work/usr/bin/promtool" "$kept"
  fi
  mkdir -p "$(dirname "$link")"
  ln -sfn "$kept" "$link"
}

main
