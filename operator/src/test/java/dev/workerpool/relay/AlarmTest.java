package dev.workerpool.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmTest {
  private final List<Duration> set = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T15:00:00Z");
  private final Alarm alarm =
      new Alarm(
          new RelayRuntime(Runnable::run, (d, t) -> set.add(d), () -> now, () -> "n"), () -> {});

  @Test
  void at_setsTheEarliestOnly() {
    alarm.at(now.plusSeconds(5));
    alarm.at(now.plusSeconds(9));
    alarm.at(null);
    alarm.at(now.plusSeconds(2));
    alarm.at(now.minusSeconds(1));
    assertThat(set).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ZERO);
  }

  @Test
  void rungTooEarly_becauseTheClockWasSetBack_isSetAgain() {
    Instant time = now.plusSeconds(5);
    alarm.at(time);
    now = time.minusSeconds(3);
    alarm.rung();
    alarm.at(time);
    assertThat(set).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(3));
  }
}
