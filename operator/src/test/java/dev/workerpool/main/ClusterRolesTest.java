package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** Roles of a cluster, started where there is none. */
class ClusterRolesTest {
  @Test
  @DisabledIfEnvironmentVariable(
      named = "KUBERNETES_SERVICE_HOST",
      matches = ".+",
      disabledReason = "in a cluster it would start")
  void all_outsideACluster_isRefused() {
    assertThat(Main.execute("all")).isEqualTo(ExitStatus.BAD_INPUT);
  }

  @Test
  @DisabledIfEnvironmentVariable(
      named = "POD_IP",
      matches = ".+",
      disabledReason = "a pod has its address")
  void relay_withoutItsAddress_isRefused() {
    assertThat(Main.execute("relay")).isEqualTo(ExitStatus.BAD_INPUT);
  }
}
