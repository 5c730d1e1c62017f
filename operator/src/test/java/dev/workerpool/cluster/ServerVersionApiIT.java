package dev.workerpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

@OnCluster
class ServerVersionApiIT {
  /** The policies of the chart are v1 from 1.30 on. */
  @Test
  void server_isNewEnoughForThePolicies() {
    try (KubernetesClient client = TestCluster.client()) {
      assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
      assertThat(Integer.parseInt(client.getKubernetesVersion().getMinor().replaceAll("\\D", "")))
          .isGreaterThanOrEqualTo(30);
    }
  }
}
