#!/usr/bin/env bash
# with-node.sh COMMAND...
# Runs a command with a Kubernetes of its own that really runs pods: KUBECONFIG set, kubectl and ctr on the PATH. The cluster is empty at first, and goes with this script, however that
# ends. Where this machine cannot have one, it says why and runs the command without.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
built=${CLUSTER_HOME:-$HOME/.cache/cluster}

without() {
  echo "no node for tests: $1" >&2
  shift
  exec "$@"
}

# <ports>: the first of so many that nobody listens on just now
free_ports() {
  local first port
  while :; do
    first=$((20000 + RANDOM % 10000))
    for ((port = first; port < first + $1; port++)); do
      if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue 2; fi
    done
    echo "$first"
    return
  done
}

((EUID == 0)) || without "it needs root" "$@"
[[ -f $built/built ]] || without "tests/cluster/cluster.sh build has not been run" "$@"
grep -q '[:,]memory[:,]' /proc/self/cgroup || without "this machine has no cgroups of version 1" "$@"

# a short path: a unix socket lies in it
CLUSTER_HOME=$(mktemp -d /tmp/node.XXXXXX)
CLUSTER_PORT=$(free_ports 5)
export CLUSTER_HOME CLUSTER_PORT
ln -s "$built"/{bin,root,built} "$CLUSTER_HOME/"

# in a session of its own: whoever kills this one's group leaves it to clear up
exec {life}> >(exec setsid bash -c 'cat >/dev/null; "$0/cluster.sh" down --wipe; rm -rf "$CLUSTER_HOME"' "$here")
guard=$!

"$here/cluster.sh" up node {life}>&- || exit
eval "$("$here/cluster.sh" env)"
"$@" {life}>&-
code=$?
exec {life}>&-
wait "$guard"
exit "$code"
