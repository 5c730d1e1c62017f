package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No deletion hangs on us, and none leaves a pod, a ConfigMap or a finalizer. */
@OnCluster
@ExtendWith(Installed.class)
class DeletionClusterIT {
  @ParameterizedTest
  @ValueSource(strings = {"background", "foreground"})
  void poolDeleted_leavesNothing(String cascade) {
    try (TestNamespace namespace = sleepers()) {
      namespace.kubectl("delete", "wp/sleepers", "--cascade=" + cascade, "--timeout=60s").ok();
      namespace.isEventuallyEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"background", "foreground", "orphan"})
  void poolDeleted_whileTheOperatorIsDown_leavesNothingOnceItIsBack(String cascade) {
    try (TestNamespace namespace = sleepers()) {
      Installed.stopOperator();
      try {
        namespace.kubectl("delete", "wp/sleepers", "--cascade=" + cascade, "--wait=false").ok();
      } finally {
        Installed.startOperator();
      }
      if (cascade.equals("orphan")) {
        eventually(() -> assertThat(finalizers(namespace)).isEmpty());
      } else {
        namespace.isEventuallyEmpty();
      }
    }
  }

  @Test
  void namespaceDeleted_isGoneSoon() {
    TestNamespace namespace = sleepers();
    namespace.close();
    assertThat(Tool.kubectl("", "get", "namespace", namespace.name).refused()).contains("NotFound");
  }

  @Test
  void ownNamespaceDeleted_releasesEveryPod() {
    try (TestNamespace namespace = sleepers()) {
      Tool.kubectl("", "delete", "namespace", Installed.NAMESPACE, "--timeout=120s").ok();
      eventually(() -> assertThat(finalizers(namespace)).isEmpty());
      namespace.kubectl("delete", "wp/sleepers", "--timeout=60s").ok();
      namespace.isEventuallyEmpty();
    } finally {
      Installed.install();
    }
  }

  @Test
  void uninstall_leavesNoFinalizer() {
    try (TestNamespace namespace = sleepers()) {
      Tool.helm("uninstall", "workerpool", "-n", Installed.NAMESPACE, "--wait").ok();
      assertThat(finalizers(namespace)).isEmpty();
      namespace.kubectl("delete", "wp/sleepers", "--timeout=60s").ok();
      namespace.isEventuallyEmpty();
    } finally {
      Installed.install();
    }
  }

  /** A namespace with a pool of two processes that run, each pod with our finalizer. */
  private static TestNamespace sleepers() {
    TestNamespace namespace = new TestNamespace();
    namespace
        .apply(
            Pools.pool(
                "sleepers", Pools.SLEEP, "replicas: 2", "channel: {queues: [{name: tasks}]}"))
        .ok();
    eventually(() -> assertThat(namespace.get("wp/sleepers", "{.status.alive}")).isEqualTo("2"));
    eventually(
        () ->
            assertThat(namespace.get("pods", "{.items[*].status.phase}"))
                .isEqualTo("Running Running"));
    assertThat(finalizers(namespace)).contains("workerpool.dev/record");
    return namespace;
  }

  private static String finalizers(TestNamespace namespace) {
    return namespace.get("pods", "{.items[*].metadata.finalizers}");
  }
}
