package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever dies in the middle of the consumers example: still ten results, none lost. */
@OnCluster
@ExtendWith(Installed.class)
class LossesClusterIT {
  @Test
  void relayPodDeleted_losesNothing() {
    try (TestNamespace namespace = new TestNamespace()) {
      Consumers consumers = inTheMiddle(namespace);
      String serving = RelayAccess.servingPod();
      Installed.system("delete", "pod", serving, "--wait=false").ok();
      consumers.areComplete();
      assertThat(RelayAccess.servingPod()).isNotEqualTo(serving);
    }
  }

  @Test
  void relayPodKilled_losesNothing() {
    try (TestNamespace namespace = new TestNamespace()) {
      Consumers consumers = inTheMiddle(namespace);
      Installed.system("delete", "pod", RelayAccess.servingPod(), "--grace-period=0", "--force")
          .ok();
      consumers.areComplete();
    }
  }

  @Test
  void operatorPodDeleted_losesNothing() {
    try (TestNamespace namespace = new TestNamespace()) {
      Consumers consumers = inTheMiddle(namespace);
      Installed.system("delete", "pod", "-l", "app.kubernetes.io/component=operator").ok();
      consumers.areComplete();
    }
  }

  @Test
  void consumerKilledInsideATask_isReplacedAndLosesNothing() {
    try (TestNamespace namespace = new TestNamespace()) {
      var consumers = new Consumers(namespace, Consumers.SLOW);
      consumers.apply();
      // In its first task: later, on a slow machine, it might have had its pill already.
      eventually(
          () ->
              assertThat(namespace.kubectl("logs", consumer(namespace), "-c", "worker").ok())
                  .contains("Process-1: "));
      namespace.kubectl("exec", consumer(namespace), "--", "sh", "-c", "kill -9 -1");
      consumers.areComplete();
      assertThat(namespace.get("wp/consumers", "{.status.restarts}")).contains("=1");
    }
  }

  @Test
  void consumersPodDeletedInsideATask_isReplacedAndLosesNothing() {
    try (TestNamespace namespace = new TestNamespace()) {
      Consumers consumers = inTheMiddle(namespace);
      namespace.kubectl("delete", consumer(namespace), "--wait=false").ok();
      consumers.areComplete();
    }
  }

  /** The slowed example, when some tasks are done and others in work. */
  private static Consumers inTheMiddle(TestNamespace namespace) {
    Consumers consumers = new Consumers(namespace, Consumers.SLOW);
    consumers.apply();
    eventually(
        () -> {
          assertThat(namespace.get("wp/consumers", tasks("done"))).isNotIn("", "0");
          assertThat(namespace.get("wp/consumers", tasks("leased"))).isNotIn("", "0");
        });
    return consumers;
  }

  private static String tasks(String figure) {
    return "{.status.queues[?(@.name==\"tasks\")]." + figure + "}";
  }

  /** One of the numbered processes: each holds a task until there are none. */
  private static String consumer(TestNamespace namespace) {
    List<String> first = namespace.names("pod", "workerpool.dev/key=1");
    assertThat(first).isNotEmpty();
    return first.get(0);
  }
}
