#!/usr/bin/env bash
# eng/budgets.sh [--filter PATTERN]
# Runs every benchmark of benchmarks/Micro (built in Release) for a moment and compares what it allocates with eng/budgets.json. Prints times too, which mean little here.
# Code is compiled once and fully, so that what it allocates does not hang on what the compiler has learnt of it by then.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. eng/environment.sh
DOTNET_TieredCompilation=0 exec dotnet benchmarks/Micro/bin/Release/net10.0/Inference.Micro.dll --budgets eng/budgets.json "$@"
