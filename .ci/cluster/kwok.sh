#!/usr/bin/env bash
# Adds nodes without machines to the cluster: pods on them run, end and are deleted in their status only, thousands of them at no cost.
# usage: kwok.sh [NODES]   (100 by default; more are added when it is called again). Builds kwok into the cache first, from its Go module.
# A pod gets there with nodeSelector {type: kwok} and a toleration of the taint kwok; kwok-stages.yaml says how it lives. down.sh ends it.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd); . "$HERE/lib.sh"
VERSION=v0.7.0
COUNT=${1:-100}
if [ "$(cat "$BIN/.kwok" 2>/dev/null)" != $VERSION ]; then
  mkdir -p "$BIN"; exec 9>"$CACHE/build.lock"; flock 9
  GOBIN="$BIN" CGO_ENABLED=0 GOFLAGS=-trimpath go install -ldflags "-s -w" sigs.k8s.io/kwok/cmd/kwok@$VERSION
  echo $VERSION > "$BIN/.kwok"; exec 9>&-
fi
cd "$STATE"
if ! kill -0 "$(cat run/kwok.pid 2>/dev/null)" 2>/dev/null; then
  ( echo "$BASHPID" > "$(ledger)/system/cgroup.procs"
    exec setsid nsenter --net="/run/netns/$NAME" "$BIN/kwok" --kubeconfig="$KUBECONFIG_FILE" --config="$HERE/kwok-stages.yaml" \
      --manage-nodes-with-label-selector=type=kwok -v=WARN --node-lease-duration-seconds=40 --cidr=10.64.0.0/16 --node-ip="$IP" ) >log/kwok.log 2>&1 </dev/null &
  echo $! > run/kwok.pid
fi
for i in $(seq "$COUNT"); do cat <<Y
---
apiVersion: v1
kind: Node
metadata: {name: kwok-$i, labels: {type: kwok, kubernetes.io/hostname: kwok-$i}}
spec: {taints: [{key: kwok, effect: NoSchedule}]}
status:
  allocatable: {cpu: "64", memory: 256Gi, pods: "500"}
  capacity: {cpu: "64", memory: 256Gi, pods: "500"}
Y
done | kube apply -f - >/dev/null
ready() { [ "$(kube get nodes -l type=kwok | grep -cw Ready)" -ge "$COUNT" ]; }
waitfor 60 "$COUNT nodes of kwok" ready
