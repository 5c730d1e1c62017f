#!/usr/bin/env bash
# Kills a part of the running cluster (kill -9), stays away for a while, and starts it again as it was. usage: again.sh NAME [SECONDS=0]
# NAME as in $STATE/run/NAME.pid: apiserver, etcd, scheduler …
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$STATE"; n=$1; pid=$(cat "run/$n.pid")
mapfile -d '' -t command < "/proc/$pid/cmdline"
kill -9 "$pid"
sleep "${2:-0}"
( echo "$BASHPID" > "$(ledger)/system/cgroup.procs"
  exec setsid nsenter --net="/run/netns/$NAME" "${command[@]}" ) >>"log/$n.log" 2>&1 </dev/null &
echo $! > "run/$n.pid"
