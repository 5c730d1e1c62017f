#!/usr/bin/env bash
# Makes the cluster's certificates and kubeconfigs. usage: pki.sh STATE IP
set -euo pipefail
S=$1 IP=$2; cd "$S/pki"
openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=workerpool-ci -keyout ca.key -out ca.crt 2>/dev/null
openssl genrsa -out sa.key 2048 2>/dev/null
cert() { # NAME SUBJECT ALTERNATIVE-NAMES
  openssl req -newkey rsa:2048 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -out "$1.crt" -extfile <(echo "subjectAltName=$3") 2>/dev/null
}
cert apiserver /CN=kube-apiserver "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:localhost,IP:127.0.0.1,IP:$IP,IP:10.96.0.1"
cert admin /O=system:masters/CN=admin DNS:admin
cert controller-manager /CN=system:kube-controller-manager DNS:controller-manager
cert scheduler /CN=system:kube-scheduler DNS:scheduler
cert kubelet /O=system:nodes/CN=system:node:node1 "DNS:node1,IP:$IP"
cert proxy /CN=system:kube-proxy DNS:proxy
b64() { base64 -w0 "$1"; }   # inline: the file alone is enough, wherever it is copied
for u in admin controller-manager scheduler kubelet proxy; do cat > "$S/etc/$u.conf" <<Y
apiVersion: v1
kind: Config
clusters: [{name: workerpool-ci, cluster: {server: "https://$IP:6443", certificate-authority-data: $(b64 ca.crt)}}]
users: [{name: $u, user: {client-certificate-data: $(b64 $u.crt), client-key-data: $(b64 $u.key)}}]
contexts: [{name: workerpool-ci, context: {cluster: workerpool-ci, user: $u}}]
current-context: workerpool-ci
Y
done
