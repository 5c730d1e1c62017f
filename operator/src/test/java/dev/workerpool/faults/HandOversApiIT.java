package dev.workerpool.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.cluster.OnCluster;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** R11: of two operators one writes; the other takes over when it can't, or ends. */
@OnCluster
class HandOversApiIT {
  private static final Duration TAKE_OVER = Duration.ofSeconds(20);
  private static final Duration CLEAN_END = Duration.ofSeconds(5);
  private static Lanes lanes;

  @BeforeAll
  static void open() {
    lanes = new Lanes();
  }

  @AfterAll
  static void close() {
    lanes.close();
  }

  @Test
  void frozenLeader_isReplacedInTimeAndNeverWritesAgain() {
    var watch = new Stopwatch();
    List<Long> seeds = Settings.seeds(Settings.HAND_OVERS);
    lanes.each(seeds, (lane, seed) -> frozen(lane));
    System.out.printf("R11: %d hand-overs from a frozen leader, %s%n", seeds.size(), watch);
  }

  private static void frozen(Lane lane) {
    try (var pair = new Pair(lane)) {
      pair.user.create("replicas: 1");
      pair.untilUp(1);
      pair.first.link().freeze();
      pair.user.scale(2);
      pair.within(TAKE_OVER, () -> pair.sight().isUp(2));
      int before = pair.writesOf(pair.first);
      pair.user.scale(3);
      pair.first.link().thaw();
      pair.untilUp(3);
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(pair.first::hasEnded);
      assertThat(pair.writesOf(pair.first)).as(pair::toString).isEqualTo(before);
    }
  }

  @Test
  void leaderThatEnds_handsOverAtOnce() {
    lanes.each(List.of(1L), (lane, seed) -> ended(lane));
  }

  private static void ended(Lane lane) {
    try (var pair = new Pair(lane)) {
      pair.user.create("replicas: 1");
      pair.untilUp(1);
      var ending = Thread.currentThread().getName();
      Awaitility.await(ending)
          .atMost(CLEAN_END)
          .until(
              () -> {
                pair.first.stop();
                return true;
              });
      pair.user.scale(2);
      pair.within(CLEAN_END, () -> pair.sight().isUp(2));
      assertThat(pair.first.hasEnded()).isFalse();
    }
  }
}
