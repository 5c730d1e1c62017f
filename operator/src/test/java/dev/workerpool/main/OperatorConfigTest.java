package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorConfigTest {

  @Test
  void from_anEmptyEnvironment_hasTheDefaults() {
    var config = OperatorConfig.from(Map.of());

    assertThat(config.namespaces()).isEmpty();
    assertThat(config.systemNamespace()).isEqualTo("workerpool-system");
    assertThat(config.relayUrl()).isEqualTo("http://workerpool-relay.workerpool-system.svc");
    assertThat(config.operatorAccount())
        .isEqualTo("system:serviceaccount:workerpool-system:workerpool-operator");
    assertThat(config.healthPort()).isEqualTo(8081);
  }

  @Test
  void from_readsWhatIsSet() {
    var config =
        OperatorConfig.from(
            Map.of(
                "WORKERPOOL_NAMESPACES", "a, b,",
                "POD_NAMESPACE", "sys",
                "WORKERPOOL_RELAY_URL", "http://relay:1/",
                "WORKERPOOL_HEALTH_PORT", "1"));

    assertThat(config.namespaces()).containsExactly("a", "b");
    assertThat(config.systemNamespace()).isEqualTo("sys");
    assertThat(config.relayUrl()).isEqualTo("http://relay:1");
    assertThat(config.healthPort()).isEqualTo(1);
  }

  @Test
  void from_readsSizes_andRefusesWhatIsNone() {
    assertThat(OperatorConfig.from(Map.of()).store()).isEqualTo(StoreLimits.DEFAULT);
    var set =
        OperatorConfig.from(
            Map.of("WORKERPOOL_CHANNEL_BYTES", "64Mi", "WORKERPOOL_WRITE_BUDGET", "2Gi"));
    assertThat(set.store()).isEqualTo(new StoreLimits(64L << 20, 2L << 30));
    assertThatThrownBy(
            () ->
                OperatorConfig.from(
                    Map.of("WORKERPOOL_CHANNEL_BYTES", "257Mi", "WORKERPOOL_WRITE_BUDGET", "much")))
        .hasMessageContainingAll(
            "WORKERPOOL_CHANNEL_BYTES: 257Mi is no size from 64Ki to 256Mi",
            "WORKERPOOL_WRITE_BUDGET: much is no size");
  }

  @Test
  void from_namesAllBadValuesAtOnce() {
    assertThatThrownBy(
            () ->
                OperatorConfig.from(
                    Map.of(
                        "WORKERPOOL_NAMESPACES", "A_b",
                        "WORKERPOOL_RELAY_URL", "relay",
                        "WORKERPOOL_IMAGE_PULL_POLICY", "Sometimes",
                        "WORKERPOOL_HTTP_PORT", "70000")))
        .isInstanceOf(OperatorConfig.BadConfig.class)
        .hasMessageContainingAll(
            "WORKERPOOL_NAMESPACES",
            "WORKERPOOL_RELAY_URL",
            "WORKERPOOL_IMAGE_PULL_POLICY",
            "WORKERPOOL_HTTP_PORT");
  }
}
