# shellcheck shell=bash
# Sourced by every script of this repository: what the environment of dotnet and of the programs built here has to be.

export DOTNET_CLI_TELEMETRY_OPTOUT=1
export DOTNET_NOLOGO=1
export DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# no build process of ours outlives the build
export MSBUILDDISABLENODEREUSE=1

# where the per-user results of the set-up are kept
export SETUP_CACHE=${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/inference-setup

# An executable built here looks for the runtime in the usual places only, while dotnet may be anywhere on the PATH.
if [[ -z ${DOTNET_ROOT:-} ]] && command -v dotnet >/dev/null; then
  DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
  if [[ -d $DOTNET_ROOT/host/fxr ]]; then export DOTNET_ROOT; else unset DOTNET_ROOT; fi
fi
