# Names and paths that these scripts share; sourced, never run.
CACHE=${WORKERPOOL_CI_CACHE:-$HOME/.cache/workerpool-ci}   # what may stay between runs: binaries, images' root file systems
BIN=$CACHE/bin
NAME=${WORKERPOOL_CI_NAME:-workerpool}   # of the network namespace, the veth pair and the cgroup: clusters of two names run side by side
NET=${WORKERPOOL_CI_NET:-198.18.77}      # .1 is the host, .2 the cluster (198.18.0.0/15 is for benchmarks: nobody routes it)
IP=$NET.2
STATE=${WORKERPOOL_CI_STATE:-/var/tmp/workerpool-ci/$NAME}   # everything that the cluster writes; down.sh removes it
KUBECONFIG_FILE=$STATE/etc/admin.conf

# The cgroup folders of the cluster: one with cgroup v2, one a controller with v1.
cgroups() {
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then echo "/sys/fs/cgroup/$NAME"
  else for c in /sys/fs/cgroup/*/cgroup.procs; do echo "${c%/cgroup.procs}/$NAME"; done; fi
}
# Of those, the one by which every process that belongs to the cluster is found again, whatever became of its parents.
ledger() { if [ -f /sys/fs/cgroup/cgroup.controllers ]; then echo "/sys/fs/cgroup/$NAME"; else echo "/sys/fs/cgroup/pids/$NAME"; fi; }

inns() { nsenter --net="/run/netns/$NAME" "$@"; }   # not `ip netns exec`: that remounts /sys and hides the cgroups from the kubelet
kube() { "$BIN/kubectl" --kubeconfig "$KUBECONFIG_FILE" "$@"; }
waitfor() { # SECONDS WHAT COMMAND…: until the command succeeds; says what did not come
  local end=$((SECONDS + $1)) what=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { echo "waited in vain for $what; logs: $STATE/log" >&2; return 1; }
    sleep 0.2
  done
}
