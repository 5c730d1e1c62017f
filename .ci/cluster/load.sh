#!/usr/bin/env bash
# Loads images (docker-archive or OCI tars) into the cluster's node. usage: load.sh TAR…   Use them with imagePullPolicy IfNotPresent or Never.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
for tar in "$@"; do ctr -a "$STATE/run/containerd.sock" -n k8s.io images import "$tar" >/dev/null; done
