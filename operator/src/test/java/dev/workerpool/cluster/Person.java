package dev.workerpool.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Somebody outside the cluster, with a kubeconfig and no rights but a few. */
final class Person implements AutoCloseable {
  private final String inSystem;
  private final Path kubeconfig;
  private final Path folder;

  /**
   * @param verbs what it may do to the pools of that namespace, comma separated
   * @param folder for its kubeconfig and tokens
   */
  Person(TestNamespace namespace, String name, String verbs, Path folder) throws IOException {
    this.inSystem = namespace.name + "-" + name;
    this.folder = folder;
    this.kubeconfig = folder.resolve("kubeconfig");
    Tool.kubectl(rights(namespace.name, name, verbs), "apply", "-f", "-").ok();
    String token = namespace.kubectl("create", "token", name).ok().strip();
    Files.copy(TestCluster.kubeconfig().orElseThrow(), kubeconfig);
    config("set-credentials", name, "--token=" + token);
    config("set-context", "--current", "--user=" + name);
  }

  /** From now on it lacks the right to reach a pod's port. */
  void mayNotForward() {
    forwarding("[\"list\"]");
  }

  void mayForward() {
    forwarding("[\"get\", \"create\"]");
  }

  private void config(String... args) {
    String[] all = new String[args.length + 3];
    System.arraycopy(args, 0, all, 3, args.length);
    all[0] = "config";
    all[1] = "--kubeconfig";
    all[2] = kubeconfig.toString();
    Tool.kubectl("", all).ok();
  }

  /** {@code workerpool} with this kubeconfig; {@code input} is its stdin. */
  Tool.Ran workerpool(String input, String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--kubeconfig";
    all[args.length + 1] = kubeconfig.toString();
    return Tool.workerpool(folder, input, all);
  }

  /** {@code workerpool connect} to a pool with this kubeconfig; the command comes last. */
  Tool.Ran connect(String namespace, String pool, String... command) {
    Stream<String> options =
        Stream.of("connect", "-n", namespace, "-p", pool, "--kubeconfig", kubeconfig.toString());
    Stream<String> all = Stream.concat(options, Stream.of(command));
    return Tool.workerpool(folder, "", all.toArray(String[]::new));
  }

  private void forwarding(String verbs) {
    String patch = "[{\"op\":\"replace\",\"path\":\"/rules/1/verbs\",\"value\":" + verbs + "}]";
    Installed.system("patch", "role", inSystem, "--type=json", "-p", patch).ok();
  }

  private String rights(String namespace, String name, String verbs) {
    return """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: %2$s, namespace: %1$s}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: %2$s, namespace: %1$s}
        rules: [{apiGroups: [workerpool.dev], resources: [workerpools], verbs: [%3$s]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: %2$s, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %2$s}
        subjects: [{kind: ServiceAccount, name: %2$s, namespace: %1$s}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: %4$s, namespace: %5$s}
        rules:
        - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [get]}
        - {apiGroups: [""], resources: [pods/portforward], verbs: [get, create]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: %4$s, namespace: %5$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %4$s}
        subjects: [{kind: ServiceAccount, name: %2$s, namespace: %1$s}]
        """
        .formatted(namespace, name, verbs, inSystem, Installed.NAMESPACE);
  }

  @Override
  public void close() {
    Installed.system("delete", "role,rolebinding", inSystem).ok();
  }
}
