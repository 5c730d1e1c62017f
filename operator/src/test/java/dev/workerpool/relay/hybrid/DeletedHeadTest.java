package dev.workerpool.relay.hybrid;

import static dev.workerpool.relay.hybrid.HybridStage.HEAD;
import static dev.workerpool.relay.hybrid.HybridStage.POOL;
import static dev.workerpool.relay.hybrid.HybridStage.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.Stamp;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.ChannelStore.Fenced;
import dev.workerpool.relay.ChannelStore.Written;
import dev.workerpool.relay.ChannelView;
import dev.workerpool.relay.Commit;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.WriteBudget;
import dev.workerpool.relay.hybrid.FakeMaps.Fate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A head that somebody deletes, and who may write another one, when. */
class DeletedHeadTest {
  private final HybridStage stage = new HybridStage();
  private final FakeMaps maps = stage.maps;

  private void fate(String part, int times, Fate fate) {
    maps.fate(part, Collections.nCopies(times, fate).toArray(Fate[]::new));
  }

  @Test
  void copiesOfItsCreation_thatComeThroughLater_bringNothingBack() {
    stage.puts(3, 20);
    maps.objects.remove(HEAD);
    maps.repeatCreations();
    assertThat(maps.objects).containsKey(HEAD);
    assertThat(stage.problem(stage.another()).reason()).isEqualTo(ChannelView.Problem.CHANNEL_LOST);
  }

  @Test
  void whereACopyOfItsCreationStands_itIsWrittenAgain_andTold() {
    stage.puts(3, 20);
    maps.objects.remove(HEAD);
    maps.repeatCreations();
    stage.puts(1, 20);
    assertThat(stage.problem(stage.relay).reason()).isEqualTo(ChannelView.Problem.HEAD_DELETED);
    assertThat(stage.numbers(stage.another())).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void deposedRelay_thatCouldNotMarkAtFirst_doesNotWriteItAgain() {
    stage.puts(2, 20);
    Relay deposed = stage.relay;
    stage.relay = stage.another();
    stage.puts(1, 20);
    maps.objects.remove(HEAD);
    fate(Names.reign(POOL, 2), 7, Fate.LOST_BEFORE);
    CompletableFuture<Answer> stale = stage.ask(deposed, put(3, "stale"));
    stage.world.pass(Duration.ofSeconds(10));
    assertThat(stale.join().outcome()).isInstanceOf(Outcome.Refusal.class);
    stage.puts(1, 20);
    assertThat(stage.numbers(stage.another())).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void relayThatSleptThroughTheFirstReign_makesNoFirstHead() {
    stage.puts(1, 20);
    Map<String, MapObject> there = Map.copyOf(maps.objects);
    HybridStore sleepy =
        new HybridStore(
            maps,
            stage.world.runtime(),
            stage.settings,
            new WriteBudget(1L << 30, stage.world.runtime().clock()));
    maps.objects.clear();
    sleepy.load(POOL);
    stage.world.settle();
    maps.objects.putAll(there);
    maps.objects.remove(HEAD);
    Commit first = new Commit(new Stamp(1, "z", "z"), List.of(), Map::of, true);
    CompletableFuture<Written> written = sleepy.write(POOL, null, first).toCompletableFuture();
    stage.world.settle();
    assertThat(written.join()).isInstanceOf(Fenced.class);
    stage.puts(1, 20);
    assertThat(stage.numbers(stage.another())).containsExactly(1L, 2L);
  }

  @Test
  void headWrittenAgain_thatComesThroughAfterItWasGivenUp_isKnownAsOurs() {
    stage.puts(2, 20);
    maps.objects.remove(HEAD);
    // The commit; the blank; writes over it; the blank again; the next writes over it.
    maps.fate(HEAD, Fate.LOST_BEFORE, Fate.FINE);
    fate(HEAD, 7, Fate.LATE);
    maps.fate(HEAD, Fate.FINE);
    fate(HEAD, 6, Fate.LOST_BEFORE);
    stage.ask(stage.relay, put(3, "3:"));
    stage.world.pass(Duration.ofSeconds(4));
    maps.letThrough();
    stage.world.pass(Duration.ofSeconds(15));
    assertThat(stage.now(stage.relay, put(3, "3:"))).isEqualTo(new Outcome.Stored(true));
    assertThat(stage.numbers(stage.another())).containsExactly(1L, 2L, 3L);
  }
}
