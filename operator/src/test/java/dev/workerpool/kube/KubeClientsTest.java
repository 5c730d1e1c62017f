package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.junit.jupiter.api.Test;

class KubeClientsTest {
  private static ConfigBuilder config() {
    return new ConfigBuilder(Config.empty()).withMasterUrl("https://server:6443");
  }

  @Test
  void settledConfig_withACertificateOnly_looksForNoToken() {
    var settled =
        KubeClients.settled(
            config().withClientCertData("certificate").withClientKeyData("key").build());

    assertThat(settled.getOauthTokenProvider().getToken()).isNull();
    assertThat(settled.getMasterUrl()).isEqualTo("https://server:6443/");
    assertThat(settled.getClientCertData()).isEqualTo("certificate");
    assertThat(settled.getClientKeyData()).isEqualTo("key");
  }

  @Test
  void settledConfig_withAToken_isLeftToRenewIt() {
    var inCluster = config().build();
    inCluster.setAutoOAuthToken("projected");
    var both = config().withClientCertData("certificate").withOauthToken("given").build();

    assertThat(KubeClients.settled(inCluster)).isSameAs(inCluster);
    assertThat(KubeClients.settled(both)).isSameAs(both);
  }
}
