#!/usr/bin/env bash
# Sets up what a build needs on a fresh machine. Idempotent; well under a second when there is nothing to do.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if ! command -v dotnet >/dev/null || ! dotnet --version >/dev/null 2>&1; then
  echo "setup: the .NET SDK 10 is needed (global.json says which version) and was not found: install it and put dotnet on the PATH" >&2
  exit 1
fi

eng/onnxruntime/pack.sh
