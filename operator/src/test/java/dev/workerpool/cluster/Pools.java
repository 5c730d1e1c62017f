package dev.workerpool.cluster;

/** WorkerPools of shell commands, fit for Pod Security "restricted". */
final class Pools {
  private static final String TEMPLATE =
      """
      apiVersion: workerpool.dev/v1alpha1
      kind: WorkerPool
      metadata:
        name: %s
      spec:
        template:
          spec:
            terminationGracePeriodSeconds: 5
            securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
            containers:
            - name: worker
              image: workerpool.dev/worker-java:0.1.0
              command: [sh, -c]
              args: ["%s"]
              securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      """;

  /** Lives until it is told to end. */
  static final String SLEEP = "exec sleep 600";

  private Pools() {}

  /** A pool whose processes run this shell command, with more fields of the spec, one a line. */
  static String pool(String name, String command, String... fields) {
    StringBuilder yaml = new StringBuilder(TEMPLATE.formatted(name, command));
    for (String field : fields) {
      yaml.append("  ").append(field).append('\n');
    }
    return yaml.toString();
  }
}
