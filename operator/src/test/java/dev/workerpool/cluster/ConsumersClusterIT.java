package dev.workerpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The consumers example, from {@code kubectl apply -k} to nothing left. */
@OnCluster
@ExtendWith(Installed.class)
class ConsumersClusterIT {
  @Test
  void consumers_run_readably_again_andLeaveNothing() {
    try (TestNamespace namespace = new TestNamespace()) {
      Consumers consumers = new Consumers(namespace, Consumers.FAST);
      consumers.apply();
      consumers.areComplete();
      showCounts(namespace);
      showChannel(namespace);
      namespace.kubectl("replace", "--force", "-k", Consumers.FAST).ok();
      consumers.areComplete();
      namespace.kubectl("delete", "-k", Consumers.FAST, "--timeout=60s").ok();
      namespace.isEventuallyEmpty();
    }
  }

  private static void showCounts(TestNamespace namespace) {
    String table = namespace.kubectl("get", "wp").ok();
    assertThat(table.lines().findFirst().orElseThrow())
        .contains("DESIRED", "ALIVE", "SUCCEEDED", "FAILED", "EXIT CODES", "DONE", "AGE");
    assertThat(table).containsPattern("consumers\\s.*0×\\d+");
    TestNamespace.eventually(
        () -> assertThat(namespace.get("wp/consumers", "{.status.itemsDone}")).isNotIn("", "0"));
  }

  private static void showChannel(TestNamespace namespace) {
    String yaml = namespace.kubectl("get", "configmap", "consumers-channel", "-o", "yaml").ok();
    assertThat(yaml).contains("workerpool.dev/channel: consumers", "tasks", "results");
  }

  @Test
  void installYaml_installsTheSame() {
    Tool.helm("uninstall", "workerpool", "-n", Installed.NAMESPACE, "--wait").ok();
    Tool.kubectl("", "delete", "namespace", Installed.NAMESPACE, "--ignore-not-found").ok();
    Tool.kubectl("", "apply", "-f", "deploy/install.yaml").ok();
    try (TestNamespace namespace = new TestNamespace()) {
      Installed.rollout("workerpool-operator", "2m").ok();
      Installed.rollout("workerpool-relay", "2m").ok();
      Consumers consumers = new Consumers(namespace, Consumers.FAST);
      consumers.apply();
      consumers.areComplete();
    } finally {
      Tool.kubectl("", "delete", "-f", "deploy/install.yaml", "--timeout=120s").ok();
      Installed.install();
    }
  }
}
