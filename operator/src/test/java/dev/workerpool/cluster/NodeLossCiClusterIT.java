package dev.workerpool.cluster;

import static dev.workerpool.cluster.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The kubelet stops answering, and comes back: who asked for it is given up, who didn't isn't. It
 * is the only node's, so nothing else may run meanwhile: test classes run one after the other, and
 * this one ends only when the node and all that is installed on it are ready again.
 */
@OnCluster(OnCluster.Needs.CI)
@ExtendWith(Installed.class)
class NodeLossCiClusterIT {
  private static final String NODE = "node1";
  private static final String RUNNING = "started Running";

  @AfterEach
  void wakeKubelet() throws Exception {
    signal("CONT");
    awaitNode("Ready");
    Tool.kubectl("", "wait", "--for=condition=Ready", "pod", "--all", "-n", "kube-system").ok();
    Installed.rollout("workerpool-operator", "60s").ok();
    Installed.rollout("workerpool-relay", "60s").ok();
  }

  @Test
  void nodeUnreachable_losesOnlyWhoAskedForIt_andTheOthersGoOn() throws Exception {
    try (TestNamespace namespace = new TestNamespace()) {
      namespace.apply(Pools.pool("patient", Pools.SLEEP, "replicas: 1")).ok();
      namespace.apply(Pools.pool("lost", Pools.SLEEP, "replicas: 1", "lostAfterSeconds: 5")).ok();
      becomes(namespace, "patient", RUNNING);
      becomes(namespace, "lost", RUNNING);
      try {
        signal("STOP");
        awaitNode("Ready=Unknown");
        becomes(namespace, "lost", "255 Lost NodeUnreachable");
        becomes(namespace, "patient", "started NodeUnreachable");
        assertThat(namespace.get("wp/patient", "{.status.alive}")).isEqualTo("1");
      } finally {
        signal("CONT");
      }
      becomes(namespace, "patient", RUNNING);
      eventually(() -> assertThat(namespace.pods("lost")).isEmpty());
      assertThat(end(namespace, "lost")).isEqualTo("255 Lost NodeUnreachable");
      assertThat(namespace.get("wp/lost", "{.status.lost}")).isEqualTo("1");
    }
  }

  private static void awaitNode(String condition) {
    Tool.kubectl("", "wait", "--for=condition=" + condition, "node/" + NODE, "--timeout=120s").ok();
  }

  private static void becomes(TestNamespace namespace, String pool, String end) {
    eventually(() -> assertThat(end(namespace, pool)).isEqualTo(end));
  }

  private static String end(TestNamespace namespace, String pool) {
    return Ends.of(namespace, pool).getOrDefault("1", "none");
  }

  private static void signal(String name) throws IOException, InterruptedException {
    Path pid = TestCluster.ciState().orElseThrow().resolve("run").resolve("kubelet.pid");
    String id = Files.readString(pid).strip();
    assertThat(new ProcessBuilder("kill", "-" + name, id).start().waitFor()).isZero();
  }
}
