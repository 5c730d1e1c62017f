#!/usr/bin/env bash
# Writes the node's settings: CNI, containerd, kubelet. usage: node-config.sh STATE NAME
set -euo pipefail
S=$1 NAME=$2
cat > "$S/cni/net.d/10-bridge.conflist" <<Y
{"cniVersion": "0.4.0", "name": "$NAME", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.0.0/22"}]], "routes": [{"dst": "0.0.0.0/0"}], "dataDir": "$S/cni/ipam"}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
Y
cat > "$S/etc/containerd.toml" <<Y
version = 2
root = "$S/containerd/root"
state = "$S/containerd/state"
[grpc]
  address = "$S/run/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$S/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.local/pause:1"
  netns_mounts_under_state_dir = true
  # Without CAP_SYS_RESOURCE runc may not lower the score: "can't get final child's PID from pipe: EOF".
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$S/cni/net.d"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "$S/run/runc"
Y
echo "nameserver 127.0.0.1" > "$S/etc/resolv.conf"
cat > "$S/etc/kubelet.yaml" <<Y
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: cgroupfs
cgroupRoot: /$NAME
failSwapOn: false
authentication: {x509: {clientCAFile: $S/pki/ca.crt}, webhook: {enabled: true}}
authorization: {mode: Webhook}
tlsCertFile: $S/pki/kubelet.crt
tlsPrivateKeyFile: $S/pki/kubelet.key
containerRuntimeEndpoint: unix://$S/run/containerd.sock
podLogsDir: $S/log/pods
volumePluginDir: $S/kubelet/plugins
clusterDNS: [10.96.0.10]
clusterDomain: cluster.local
resolvConf: $S/etc/resolv.conf
maxPods: 500
podsPerCore: 0
kubeAPIQPS: 200
kubeAPIBurst: 400
serializeImagePulls: false
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
Y
