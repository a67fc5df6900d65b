#!/usr/bin/env bash
# benchmarks/micro.sh [--filter PATTERN] [more of BenchmarkDotNet's options]
# The parts of the host by themselves, and a whole request without a socket: times and allocations, in one process. Without a pattern all of them, which takes long;
# '*WholeRequests*', '*JsonNumbers*' and so on for a class. The result is printed and written to artifacts/micro.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/environment.sh

eng/setup.sh
dotnet build benchmarks/Micro --configuration Release -nologo -verbosity:quiet >&2
[[ $# -gt 0 ]] || set -- --filter '*'
exec dotnet benchmarks/Micro/bin/Release/net10.0/Inference.Micro.dll --artifacts artifacts/micro "$@"
