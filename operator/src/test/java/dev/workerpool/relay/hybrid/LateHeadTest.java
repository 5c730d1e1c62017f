package dev.workerpool.relay.hybrid;

import static dev.workerpool.relay.hybrid.HybridStage.HEAD;
import static dev.workerpool.relay.hybrid.HybridStage.put;
import static dev.workerpool.relay.hybrid.HybridStage.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.relay.hybrid.FakeMaps.Fate;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The readable head, of which nothing was heard, comes through when entries have followed. */
class LateHeadTest {
  private static final Fate[] LATE_AND_GIVEN_UP = {
    Fate.LATE,
    Fate.THROTTLED,
    Fate.THROTTLED,
    Fate.THROTTLED,
    Fate.THROTTLED,
    Fate.THROTTLED,
    Fate.THROTTLED
  };

  private final HybridStage stage = new HybridStage();
  private final FakeMaps maps = stage.maps;

  @BeforeEach
  void leaveTheReadableHeadInDoubt() {
    stage.puts(10, 500);
    maps.fate(HEAD, LATE_AND_GIVEN_UP);
    stage.world.pass(Duration.ofSeconds(20));
    boolean readable = maps.objects.get(HEAD).data().get("queues.jsonl").contains("\"10:");
    assertThat(readable).isFalse();
  }

  @Test
  void entriesMadeMeanwhile_countAfterIt() {
    stage.puts(3, 500);
    maps.letThrough();
    stage.puts(3, 500);
    assertThat(stage.problem(stage.relay)).isNull();
    assertThat(stage.numbers(stage.another())).isEqualTo(upTo(16));
  }

  @Test
  void entryInDoubtMeanwhile_countsOnce() {
    maps.fate("-log-1-", LATE_AND_GIVEN_UP);
    stage.ask(stage.relay, put(11, HybridStage.text(11, 500)));
    stage.seq = 11;
    maps.letThrough();
    stage.world.pass(Duration.ofSeconds(30));
    stage.puts(3, 500);
    assertThat(stage.numbers(stage.another())).isEqualTo(upTo(14));
  }

  @Test
  void headThatNeverComes_isWrittenAgain_andWhatItCoversCollected() {
    maps.forgetLate();
    stage.puts(3, 500);
    stage.world.pass(Duration.ofSeconds(40));
    assertThat(maps.named("-log-")).isEmpty();
    assertThat(stage.numbers(stage.another())).isEqualTo(upTo(13));
  }
}
