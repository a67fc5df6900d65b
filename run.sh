#!/usr/bin/env bash
# ./run.sh [<folder of manifests | model.onnx>] [options]
# Sets up and builds what is missing, then becomes `InferenceHost serve`; without a folder it serves the sample of handwritten digits.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/eng/environment.sh"

"$root/eng/setup.sh"
"$root/eng/publish-host.sh"

if [[ $# -eq 0 || $1 == -* ]]; then
  set -- "$root/manifests/samples/digits" "$@"
fi

# a sample in Python says which Debian packages it needs; they come with Debian's own interpreter
if [[ -f $1/debian-packages ]]; then
  . "$root/eng/apt.sh"
  mapfile -t packages <"$1/debian-packages"
  apt_install "${packages[@]}"
  export INFERENCE_PYTHON=${INFERENCE_PYTHON:-/usr/bin/python3}
fi

# a sample in C# is built into its box
for project in "$1"/code/*.csproj; do
  if [[ -f $project ]]; then dotnet build "$project" --configuration Release -nologo -verbosity:quiet >&2; fi
done
exec "$root/artifacts/host/InferenceHost" serve "$@"
