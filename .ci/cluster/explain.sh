#!/usr/bin/env bash
# Prints what explains a failed test: the pods, what the operator and the relay said, events, and the ends of the node's logs.
. "$(dirname "$0")/lib.sh"
part() { printf '\n-- %s\n' "$1"; }
part "pods and pools"; kube get pods,workerpools -A -o wide
part "pools in full"; kube get workerpools -A -o yaml | head -400
for p in operator relay; do
  part "log of the $p"; kube logs -n workerpool-system -l app.kubernetes.io/component=$p --tail 200 --prefix
done
part "pods of the system"; kube describe pods -n workerpool-system | tail -150
part "events"; kube get events -A --sort-by=.lastTimestamp | tail -80
for n in apiserver kubelet; do part "end of $n's log"; grep -E '^[EWF]' "$STATE/log/$n.log" | tail -30; done
exit 0
