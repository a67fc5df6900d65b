#!/usr/bin/env bash
# ./test.sh
# Sets up what is missing, builds Debug and Release, checks the format and runs every test of the solution in Release with coverage.
# The last line is `N passed, N failed, N skipped`; a failed build, check or coverage limit counts as one failed. Exits 1 on any failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
. eng/environment.sh

readonly results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

# Both builds are one compiler's work, which is warm for the second; it would live on for minutes. It is ended when they are done, and whatever happens.
export UseSharedCompilation=true
# the compiler runs for minutes, not for days: what it would learn of itself costs more than it gains
readonly compiler=DOTNET_TieredPGO=0

end_compiler() {
  dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
}

finish() {
  /usr/bin/python3 eng/summarize.py "$results"
  exit
}

# step <what it is> <command>...
step() {
  local name=$1 began=$SECONDS
  shift
  echo "== $name"
  "$@" || {
    echo "$name" >>"$results/failed-checks"
    return 1
  }
  echo "   $((SECONDS - began)) s"
}

# shellcheck disable=SC2317 # these are called through step
build() {
  env "$compiler" dotnet build Inference.sln --configuration "$1" "${@:2}" -nologo -verbosity:quiet
}

# shellcheck disable=SC2317
check_format() {
  dotnet format whitespace Inference.sln --no-restore --verify-no-changes &&
    dotnet format style Inference.sln --no-restore --verify-no-changes
}

# A project is a test project when its output holds the adapter; one without any source yet is passed over.
is_test_project() {
  [[ -f $1/bin/Release/net10.0/xunit.runner.visualstudio.testadapter.dll ]] &&
    [[ -n $(find "$1" -name '*.cs' -not -path '*/obj/*' -not -path '*/bin/*' -print -quit) ]]
}

# What a project's tests run in: those that need pods, in a cluster that is there for as long as they run.
surroundings() {
  if [[ $1 == EndToEnd ]]; then echo tests/cluster/with-node.sh; fi
}

# Runs a command for at most 15 minutes and leaves no process of it behind: a test that hangs is a grandchild, which outlives its parent.
limited() {
  local group code
  timeout --kill-after=10s 15m "$@" &
  group=$!
  # shellcheck disable=SC2064 # of this group
  trap "kill -KILL -- -$group 2>/dev/null; exit 130" INT TERM
  wait "$group"
  code=$?
  kill -KILL -- "-$group" 2>/dev/null
  return "$code"
}

run_project() {
  local name=$1 out=$results/$1 began=$SECONDS
  mkdir -p "$out"
  # shellcheck disable=SC2046 # no word, or one
  limited $(surroundings "$name") dotnet test "tests/$name/$name.csproj" --configuration Release --no-build --nologo \
    --settings eng/test.runsettings --collect "XPlat Code Coverage" \
    --blame-hang-timeout 4m --blame-hang-dump-type none \
    --results-directory "$out" --logger "trx;LogFileName=results.trx" --logger "console;verbosity=minimal" >"$out/output" 2>&1
  echo $? >"$out/exit-code"
  echo "== $name"
  cat "$out/output"
  echo "   $((SECONDS - began)) s"
}

run_projects() {
  local name
  for name in "$@"; do run_project "$name"; done
}

# Their tests wait more than they work: for servers that hang, watches that end, leases that run out.
readonly waiting=(Boxes.Tests Cluster.Tests ManifestController.Tests)
# They look at one machine from outside, as its users do: no other tests run beside them.
readonly outside=(InferenceHost.FunctionalTests InferenceHost.PageTests)

# Waits for what was started last, two at once.
wait_for_lanes() {
  local lanes
  mapfile -t lanes < <(jobs -p)
  # shellcheck disable=SC2064 # of these lanes
  trap "kill -TERM ${lanes[*]} 2>/dev/null; exit 130" INT TERM
  wait "${lanes[@]}"
  trap - INT TERM
}

run_tests() {
  local project name others=()
  for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    if is_test_project "$(dirname "$project")" && [[ " ${waiting[*]} ${outside[*]} EndToEnd " != *" $name "* ]]; then others+=("$name"); fi
  done
  run_projects "${waiting[@]}" &
  run_projects "${others[@]}" &
  wait_for_lanes
  # pods are waited for, too
  run_projects EndToEnd &
  step "format" check_format &
  wait_for_lanes
  run_projects "${outside[@]}"
}
trap end_compiler EXIT

echo "== set-up"
if ! eng/setup.sh --tests; then
  echo "FAILED: set-up"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
echo "   $SECONDS s"
exec </dev/null
PATH=$PATH:$PWD/artifacts/tools

# the published host is what some tests start and measure
step "publish the host" env "$compiler" eng/publish-host.sh || finish
step "images" env "$compiler" eng/images.sh artifacts/images || finish
step "build Release" build Release || finish
# the analyzers have read the same sources just now
step "build Debug" build Debug -p:RunAnalyzers=false || finish
end_compiler
unset UseSharedCompilation
step "budgets" eng/budgets.sh
run_tests
finish
