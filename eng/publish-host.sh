#!/usr/bin/env bash
# Publishes the host (Release, ReadyToRun) into artifacts/host, only when something that goes into it has changed since.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/environment.sh

readonly host=artifacts/host
readonly stamp=artifacts/setup/host

# every file that can change what is built, and the SDK
sources_key() {
  {
    find src -type d \( -name bin -o -name obj \) -prune -o -type f -print0
    find . -maxdepth 1 \( -name 'Directory.*' -o -name global.json -o -name nuget.config -o -name .editorconfig \) -print0
    find eng -maxdepth 1 -type f -print0
    find artifacts/setup/onnxruntime -print0
  } | sort -z | { xargs -0 sha256sum; dotnet --version; } | sha256sum | cut -c1-64
}

is_current() {
  [[ -x $host/InferenceHost && -f $stamp && $(<"$stamp") == "$1" ]]
}

main() {
  local key
  key=$(sources_key)
  if is_current "$key"; then return; fi

  mkdir -p artifacts/setup
  exec 9>artifacts/setup/host.lock
  flock 9 # closed for dotnet below, whose compiler server would hold it on
  if is_current "$key"; then return; fi

  echo "building the host" >&2
  rm -rf "$host.new"
  dotnet publish src/InferenceHost/InferenceHost.csproj --configuration Release --runtime linux-x64 --self-contained false \
    -p:PublishReadyToRun=true --output "$host.new" -nologo -verbosity:quiet >&2 9>&-
  # a host that runs from here keeps the files it has open
  rm -rf "$host.old"
  if [[ -d $host ]]; then mv "$host" "$host.old"; fi
  mv "$host.new" "$host"
  rm -rf "$host.old"
  echo "$key" >"$stamp"
}

main
