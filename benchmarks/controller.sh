#!/usr/bin/env bash
# benchmarks/controller.sh [kills]
# The published controller on a real control plane: 500 components reconciled from nothing (time, CPU of the control plane, memory of the controller), requests at rest, and writes after one field of one of them has changed.
# With a number, instead: killed so many times at random moments while 50 components change, and what is there in the end compared with what is to be.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/environment.sh

readonly tests=tests/ManifestController.Tests

tests/cluster/cluster.sh build
eng/publish.sh ManifestController controller
dotnet build "$tests" --configuration Release -nologo -verbosity:quiet
export CONTROLLER_PROGRAM=$PWD/artifacts/controller/ManifestController
if (($# > 0)); then
  export CONTROLLER_KILLS=$1
  chosen="*KillTests"
else
  chosen="*ManyTests"
fi
exec "$tests/bin/Release/net10.0/Inference.ManifestController.Tests" -class "$chosen" -showliveoutput -nocolor
