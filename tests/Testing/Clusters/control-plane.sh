#!/bin/bash
# A control plane of cluster.sh for one test assembly, in a folder of its own (CLUSTER_HOME, CLUSTER_PORT are set).
#   control-plane.sh guard      wait for the end of the input, then end everything and remove the folder: whoever holds the
#                               other end may die in any way and leaves nothing behind
#   control-plane.sh kill       the API server dies, and etcd and the controllers stay
#   control-plane.sh start      it comes back, with the same flags
#   control-plane.sh stall      it takes connections and does not answer
#   control-plane.sh resume
set -euo pipefail
HERE=$(dirname "$(readlink -f "$0")")
RUN=$CLUSTER_HOME/run PID=$CLUSTER_HOME/run/kube-apiserver.pid FLAGS=$CLUSTER_HOME/run/kube-apiserver.flags
PATH=$CLUSTER_HOME/bin:$CLUSTER_HOME/root/usr/bin:$PATH
started_at() { local s; s=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; set -- ${s##*) }; [ "$1" != Z ] && echo "${20}"; }
alive() { local pid t; [ -f "$PID" ] && read -r pid t <"$PID" && [ -n "$t" ] && [ "$(started_at "$pid")" = "$t" ] && echo "$pid"; }

case ${1:?} in
  guard)
    cat >/dev/null
    "$HERE/cluster.sh" down --wipe || true
    rm -rf "$CLUSTER_HOME"
    ;;
  kill)
    pid=$(alive) || { echo "the API server does not run" >&2; exit 1; }
    cp "/proc/$pid/cmdline" "$FLAGS"
    kill -KILL "$pid"
    while alive >/dev/null; do sleep 0.05; done
    ;;
  start)
    if alive >/dev/null; then exit 0; fi
    mapfile -d '' -t command <"$FLAGS"
    export KUBECONFIG=$CLUSTER_HOME/kubeconfig
    launch() {
      setsid "${command[@]}" </dev/null >>"$CLUSTER_HOME/log/kube-apiserver.log" 2>&1 &
      echo "$! $(started_at $!)" >"$PID"
    }
    launch
    # its port may be taken for a moment: by the end of a connection of the one before, or by a client's own end
    tries=20
    for _ in $(seq 450); do
      if ! alive >/dev/null; then
        ((tries-- > 0)) || { tail -n 5 "$CLUSTER_HOME/log/kube-apiserver.log" >&2; exit 1; }
        sleep 0.5
        launch
      fi
      if kubectl --request-timeout=5s get --raw /readyz >/dev/null 2>&1; then exit 0; fi
      sleep 0.2
    done
    echo "the API server is not ready" >&2; exit 1
    ;;
  stall) kill -STOP "$(alive)" ;;
  resume) kill -CONT "$(alive)" ;;
  *) echo "what is '$1'?" >&2; exit 2 ;;
esac
