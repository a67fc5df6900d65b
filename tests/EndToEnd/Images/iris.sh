#!/usr/bin/env bash
# iris.sh OUT
# Makes OUT/iris-python.tar, the image that manifests/samples/iris-python names, of Debian's python3 and python3-sklearn on this machine: the standard
# library, what a prediction loads beside it, and the sample's code in the working folder. It runs as root unless it is told otherwise, as users' images do.
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
. eng/archive.sh

readonly sample=manifests/samples/iris-python python=/usr/bin/python3
work=$(mktemp -d "$out/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT

main() {
  local root=$work/root library file
  library=$($python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
  mkdir -p "$root"/{tmp,etc,usr/bin,usr/lib,usr/lib64,srv/iris} "$root$library"
  ln -s usr/bin usr/lib usr/lib64 "$root"
  cp -L $python "$root/usr/bin/python3"
  tar -C "$library" --exclude=__pycache__ --exclude=test --exclude=ensurepip --exclude=idlelib --exclude=lib2to3 --exclude='config-*' -c . | tar -C "$root$library" -x

  # libraries under the names that they are linked by
  $python -I tests/EndToEnd/Images/loaded.py "$PWD/$sample" >"$work/loaded"
  {
    cat "$work/loaded"
    grep -F .so "$work/loaded" | xargs ldd $python "$library"/lib-dynload/*.so 2>/dev/null | awk '$2 == "=>" && $3 ~ "^/" { print $3 } $1 ~ "^/lib.*[^:]$" { print $1 }'
  } | sort -u | while read -r file; do
    mkdir -p "$root$(dirname "$file")"
    cp -L "$file" "$root$file"
  done
  echo root:x:0:0:root:/:/bin/sh >"$root/etc/passwd"
  cp -r "$sample/iris" "$root/srv/iris/"
  rm -rf "$root/srv/iris/iris/__pycache__"

  layer "$root" "$work/layer"
  archive "$out/iris-python.tar" registry.example/samples/iris-python:1 '{"WorkingDir":"/srv/iris","Cmd":["python3"],"Env":["PATH=/usr/bin"]}' "$work/layer"
  echo "$out/iris-python.tar: $(($(stat -c %s "$out/iris-python.tar") / 1000000)) MB" >&2
}

main
