package dev.workerpool.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteBudgetTest {
  private static final long BYTES = 256L << 20;
  private Instant now = Instant.parse("2026-11-22T15:00:00Z");
  private final WriteBudget budget = new WriteBudget(BYTES, () -> now);

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private void writeUntilPutsWait(long bytes) {
    while (budget.untilPuts().isZero()) {
      budget.spend(bytes);
    }
  }

  @Test
  void inAnyTenMinutes_putsWriteNoMoreThanTheBudget() {
    long seed = 7;
    Random random = new Random(seed);
    Deque<long[]> window = new ArrayDeque<>();
    long inWindow = 0;
    long most = 0;
    for (int i = 0; i < 200_000; i++) {
      if (budget.untilPuts().isZero()) {
        long bytes = 1 + random.nextInt(300_000);
        budget.spend(bytes);
        window.add(new long[] {now.toEpochMilli(), bytes});
        inWindow += bytes;
      }
      while (!window.isEmpty() && window.peek()[0] < now.toEpochMilli() - 600_000) {
        inWindow -= window.remove()[1];
      }
      most = Math.max(most, inWindow);
      pass(Duration.ofMillis(random.nextInt(20)));
    }
    assertThat(most).as("seed %d", seed).isLessThanOrEqualTo(BYTES).isGreaterThan(BYTES * 8 / 10);
  }

  @Test
  void aFifthIsKept_forWhatPutsMustNotBlock() {
    writeUntilPutsWait(1000);
    assertThat(budget.left()).isGreaterThan(BYTES / 8 / 5 - 2000);
  }

  @Test
  void whenSpent_saysHowLongPutsAreToWait() {
    writeUntilPutsWait(1 << 20);
    Duration wait = budget.untilPuts();
    assertThat(wait).isPositive();
    pass(wait.minusMillis(1));
    assertThat(budget.untilPuts()).isPositive();
    pass(Duration.ofMillis(2));
    assertThat(budget.untilPuts()).isZero();
  }

  @Test
  void acknowledgementsBeyondIt_areMadeUpForByPuts() {
    writeUntilPutsWait(1000);
    Duration before = budget.untilPuts();
    budget.spend(20L << 20);
    assertThat(budget.left()).isNegative();
    assertThat(budget.untilPuts()).isGreaterThan(before.plusSeconds(40));
  }

  @Test
  void slowCommits_halveThePace_andGoodOnesBringItBack() {
    for (int i = 0; i < 100; i++) {
      budget.took(Duration.ofMillis(i % 10 == 0 ? 300 : 5));
    }
    pass(Duration.ofSeconds(11));
    budget.took(Duration.ofMillis(5));
    assertThat(budget.pace()).isEqualTo(0.5);
    for (int i = 0; i < 6; i++) {
      pass(Duration.ofSeconds(11));
      budget.took(Duration.ofMillis(5));
    }
    assertThat(budget.pace()).isEqualTo(1);
  }

  @Test
  void fewSlowCommits_changeNothing() {
    for (int i = 0; i < 100; i++) {
      budget.took(Duration.ofMillis(i % 25 == 0 ? 300 : 5));
    }
    pass(Duration.ofSeconds(11));
    budget.took(Duration.ofMillis(5));
    assertThat(budget.pace()).isEqualTo(1);
  }

  @Test
  void serverThatAsksForLess_getsLess_downToAFloor() {
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofSeconds(11));
      budget.throttled();
    }
    assertThat(budget.pace()).isEqualTo(1.0 / 16);
    writeUntilPutsWait(1000);
    Duration slow = budget.untilPuts();
    assertThat(slow).isPositive();
  }

  @Test
  void clockSetBack_givesNothingTwice() {
    writeUntilPutsWait(1000);
    long left = budget.left();
    pass(Duration.ofHours(-1));
    assertThat(budget.left()).isEqualTo(left);
    pass(Duration.ofMinutes(59));
    assertThat(budget.left()).isEqualTo(left);
  }

  @Test
  void slowServer_slowsPuts_andNeverStopsThem() {
    for (int i = 0; i < 10; i++) {
      budget.took(Duration.ofSeconds(1));
      pass(Duration.ofSeconds(11));
    }
    assertThat(budget.pace()).isLessThan(0.1);
    assertThat(budget.untilPuts()).isZero();
    writeUntilPutsWait(1000);
    pass(budget.untilPuts());
    assertThat(budget.untilPuts()).isZero();
  }
}
