package dev.workerpool.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConnectTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");

  @Test
  void token_isGoodUntilItExpires() {
    String hash = ConnectTokens.hash(ConnectTokens.fresh(new SecureRandom()));
    String annotation = ConnectTokens.with(null, hash, NOW.plusSeconds(60), NOW);

    assertThat(ConnectTokens.allows(annotation, hash, NOW.plusSeconds(59))).isTrue();
    assertThat(ConnectTokens.allows(annotation, hash, NOW.plusSeconds(60))).isFalse();
    assertThat(ConnectTokens.allows(annotation, ConnectTokens.hash("wpc_other"), NOW)).isFalse();
    assertThat(ConnectTokens.allows(null, hash, NOW)).isFalse();
  }

  @Test
  void annotation_tellsNoToken() {
    String token = ConnectTokens.fresh(new SecureRandom());

    assertThat(token).startsWith("wpc_").hasSize(68);
    assertThat(ConnectTokens.with(null, ConnectTokens.hash(token), NOW.plusSeconds(60), NOW))
        .matches("[0-9a-f]{64}@2026-11-22T15:01:00Z")
        .doesNotContain(token.substring(4));
  }

  @Test
  void oldAndExpiredOnes_areDropped() {
    String annotation = "f".repeat(64) + "@2026-11-22T14:59:59Z";
    for (int i = 1; i <= 6; i++) {
      annotation = ConnectTokens.with(annotation, "hash" + i, NOW.plus(Duration.ofMinutes(i)), NOW);
    }

    assertThat(annotation.split(",")).hasSize(5);
    assertThat(ConnectTokens.allows(annotation, "hash1", NOW)).isFalse();
    assertThat(ConnectTokens.allows(annotation, "hash6", NOW)).isTrue();
  }

  @Test
  void malformedOnes_admitNobody() {
    for (String annotation :
        new String[] {"", "@", "hash", "hash@", "hash@soon", ",,,", "@2027-01-01T00:00:00Z"}) {
      assertThat(ConnectTokens.allows(annotation, "hash", NOW)).as(annotation).isFalse();
      assertThat(ConnectTokens.allows(annotation, "", NOW)).as(annotation).isFalse();
    }
  }
}
