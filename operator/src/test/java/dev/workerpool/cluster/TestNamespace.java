package dev.workerpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A namespace of a test's own, under Pod Security "restricted"; closing it deletes it and fails the
 * test when the deletion hangs.
 */
final class TestNamespace implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(300);

  final String name = "wp-it-" + UUID.randomUUID().toString().substring(0, 8);

  TestNamespace() {
    Tool.kubectl("", "create", "namespace", name).ok();
    kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted").ok();
    eventually(() -> kubectl("get", "serviceaccount", "default").ok());
  }

  /** kubectl in this namespace. */
  Tool.Ran kubectl(String... args) {
    return Tool.kubectl("", with(args));
  }

  Tool.Ran apply(String yaml) {
    return Tool.kubectl(yaml, with("apply", "-f", "-"));
  }

  /** A field of an object, by JSON path; empty where there is none. */
  String get(String object, String jsonPath) {
    return kubectl("get", object, "--ignore-not-found", "-o", "jsonpath=" + jsonPath).ok();
  }

  /** Names of the objects of a kind that carry the label selector; all with an empty one. */
  List<String> names(String kind, String selector) {
    return kubectl("get", kind, "-l", selector, "-o", "name").ok().lines().toList();
  }

  /** Pods of a pool, as {@code pod/NAME}. */
  List<String> pods(String pool) {
    return names("pod", "workerpool.dev/pool=" + pool);
  }

  /**
   * The newest pod of the process with that key, as {@code pod/NAME}; fails where there is none.
   */
  String pod(String key) {
    return newest("workerpool.dev/key=" + key);
  }

  /** The newest pod with these labels, as {@code pod/NAME}; fails where there is none. */
  String newest(String labels) {
    List<String> pods =
        kubectl("get", "pods", "-l", labels, "--sort-by=.metadata.creationTimestamp", "-o", "name")
            .ok()
            .lines()
            .toList();
    assertThat(pods).as("pods with " + labels).isNotEmpty();
    return pods.get(pods.size() - 1);
  }

  /** Asks for the pod's eviction, as {@code kubectl drain} does. */
  void evict(String pod) {
    String bare = pod.replace("pod/", "");
    String eviction =
        """
        {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "%s"}}
        """;
    String path = "/api/v1/namespaces/%s/pods/%s/eviction".formatted(name, bare);
    Tool.kubectl(eviction.formatted(bare, name), "create", "--raw", path, "-f", "-").ok();
  }

  /** Waits for a condition as a user would; fails with what the pool says of itself. */
  void waitFor(String pool, String condition, String timeout) {
    Tool.Ran ran = kubectl("wait", "--for=condition=" + condition, "--timeout=" + timeout, pool);
    if (ran.exit() != 0) {
      throw new AssertionError(ran + kubectl("get", "all", "-o", "yaml").out());
    }
  }

  /** Asserts again and again until it holds, or two minutes are over. */
  static void eventually(ThrowingRunnable claim) {
    await().atMost(PATIENCE).pollInterval(POLL).untilAsserted(claim::run);
  }

  /** No pod, channel ConfigMap or pool is left, and so no finalizer. */
  void isEventuallyEmpty() {
    eventually(
        () -> {
          assertThat(names("pods,workerpools", "")).isEmpty();
          assertThat(names("configmaps", "workerpool.dev/channel")).isEmpty();
        });
  }

  @Override
  public void close() {
    Tool.kubectl("", "delete", "namespace", name, "--timeout=120s").ok();
  }

  private String[] with(String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 2, args.length);
    all[0] = "-n";
    all[1] = name;
    return all;
  }

  /** A claim that may throw anything. */
  interface ThrowingRunnable {
    void run() throws Exception;
  }
}
