{{/* Names of the parts are part of the contract with workers (address, audience), so they don't follow the release's name. */}}

{{- define "workerpool.labels" -}}
app.kubernetes.io/name: workerpool
app.kubernetes.io/component: {{ .part }}
app.kubernetes.io/part-of: workerpool
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "workerpool.selector" -}}
app.kubernetes.io/name: workerpool
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{/* Cluster-wide objects carry the namespace in their name, so that two namespaced installs don't meet. */}}
{{- define "workerpool.clusterName" -}}
{{ .root.Release.Namespace | default "default" }}-{{ .part }}
{{- end }}

{{- define "workerpool.image" -}}
{{ .image.repository }}:{{ .image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "workerpool.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "workerpool.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* What both roles are told, as the server keeps it: defaults written out, nothing empty. Else each apply would write it again. */}}
{{- define "workerpool.env" -}}
- {name: POD_NAME, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: metadata.name}}}
- {name: POD_IP, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: status.podIP}}}
- {name: WORKERPOOL_SYSTEM_NAMESPACE, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: metadata.namespace}}}
{{- with .root.Values.namespaces }}
- {name: WORKERPOOL_NAMESPACES, value: {{ join "," . | quote }}}
{{- end }}
- {name: WORKERPOOL_OPERATOR_ACCOUNT, value: {{ printf "system:serviceaccount:%s:workerpool-operator" .root.Release.Namespace | quote }}}
- {name: WORKERPOOL_LOG_FORMAT, value: {{ .root.Values.logFormat | quote }}}
{{- end }}

{{/* One rule list, bound cluster-wide or by a Role in each namespace. Takes root, part, rules (YAML text). */}}
{{- define "workerpool.grant" -}}
{{- $account := printf "workerpool-%s" .part -}}
{{- if .root.Values.namespaces }}
{{- range $ns := .root.Values.namespaces }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ include "workerpool.clusterName" $ }}
  namespace: {{ $ns }}
  labels: {{- include "workerpool.labels" $ | nindent 4 }}
rules: {{- $.rules | nindent 0 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ include "workerpool.clusterName" $ }}
  namespace: {{ $ns }}
  labels: {{- include "workerpool.labels" $ | nindent 4 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: {{ include "workerpool.clusterName" $ }}}
subjects: [{kind: ServiceAccount, name: {{ $account }}, namespace: {{ $.root.Release.Namespace }}}]
{{- end }}
{{- else }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ include "workerpool.clusterName" . }}
  labels: {{- include "workerpool.labels" . | nindent 4 }}
rules: {{- .rules | nindent 0 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ include "workerpool.clusterName" . }}
  labels: {{- include "workerpool.labels" . | nindent 4 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{ include "workerpool.clusterName" . }}}
subjects: [{kind: ServiceAccount, name: {{ $account }}, namespace: {{ .root.Release.Namespace }}}]
{{- end }}
{{- end }}
