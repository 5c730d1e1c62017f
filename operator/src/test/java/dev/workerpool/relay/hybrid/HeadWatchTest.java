package dev.workerpool.relay.hybrid;

import static dev.workerpool.relay.hybrid.HybridStage.HEAD;
import static dev.workerpool.relay.hybrid.HybridStage.POOL;
import static dev.workerpool.relay.hybrid.HybridStage.put;
import static dev.workerpool.relay.hybrid.HybridStage.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Outcome;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.hybrid.ConfigMaps.Changes;
import dev.workerpool.relay.hybrid.FakeMaps.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watch tells spares looks; what it can't tell is looked at. */
class HeadWatchTest {
  private static final Duration LONGER_THAN_ITS_PATIENCE = Duration.ofMillis(300);
  private static final Duration LONGER_THAN_THE_PAUSE = Duration.ofSeconds(6);

  private final HybridStage stage = new HybridStage();
  private final FakeMaps maps = stage.maps;

  @BeforeEach
  void fillUntilItIsWatched() {
    maps.watchable = true;
    stage.puts(10, 500);
    assertThat(maps.watches).hasSize(1);
    maps.log.clear();
  }

  private List<String> looks() {
    return maps.log.stream().filter(call -> call.equals("meta " + HEAD)).toList();
  }

  private CompletableFuture<Answer> putsNext() {
    stage.seq++;
    return stage.ask(stage.relay, put(stage.seq, HybridStage.text(stage.seq, 500)));
  }

  private void assertRecovers(long last) {
    assertThat(stage.numbers(stage.theOnlyOne())).isEqualTo(upTo(last));
  }

  @Test
  void entryThatIsTold_needsNoLook() {
    stage.puts(8, 500);
    assertThat(looks()).isEmpty();
    assertRecovers(18);
  }

  @Test
  void entryWhoseCreationWasLost_isKnownAgain_andNeedsNoLook() {
    maps.fate("-log-", Fate.LOST_AFTER);
    CompletableFuture<Answer> answer = putsNext();
    stage.world.pass(Duration.ofMillis(60));
    assertThat(answer.join().outcome()).isEqualTo(new Outcome.Stored(false));
    assertThat(looks()).isEmpty();
  }

  @Test
  void watchThatTellsNothingInTime_isGivenUp_andLookedInstead() {
    Changes silent = maps.watches.remove(0);
    CompletableFuture<Answer> answer = putsNext();
    assertThat(answer).isNotDone();
    stage.world.pass(LONGER_THAN_ITS_PATIENCE);
    assertThat(answer.join().outcome()).isEqualTo(new Outcome.Stored(false));
    assertThat(looks()).hasSize(1);

    // What it tells from then on means nothing.
    silent.gone(HEAD);
    stage.puts(1, 500);
    assertThat(looks()).hasSize(2);
    assertRecovers(12);
  }

  @Test
  void watchThatIsOver_isBegunAgain_butNotAtOnce() {
    maps.watches.remove(0).over();
    stage.puts(3, 500);
    assertThat(looks()).hasSize(3);
    assertThat(maps.watches).isEmpty();

    stage.world.pass(LONGER_THAN_THE_PAUSE);
    stage.puts(5, 500);
    assertThat(maps.watches).hasSize(1);
    maps.log.clear();
    stage.puts(3, 500);
    assertThat(looks()).isEmpty();
  }

  @Test
  void watchThatIsOverWhileAnEntryIsUnderWay_isFollowedByALook() {
    Changes watch = maps.watches.remove(0);
    CompletableFuture<Answer> answer = putsNext();
    watch.over();
    stage.world.settle();
    assertThat(answer.join().outcome()).isEqualTo(new Outcome.Stored(false));
    assertThat(looks()).hasSize(1);
  }

  @Test
  void deposedRelay_isToldOfTheHeadFirst_andAcknowledgesNothing() {
    Relay deposed = stage.relay;
    stage.another();
    assertThat(stage.now(deposed, put(11, "zombie"))).isInstanceOf(Outcome.NotLeader.class);
  }

  @Test
  void headTouchedByAPerson_isLookedAt_andGoesOn() {
    maps.edit(HEAD, null, null);
    stage.puts(1, 500);
    assertThat(looks()).hasSize(1);
    maps.log.clear();
    stage.puts(3, 500);
    assertThat(looks()).isEmpty();
    assertRecovers(14);
  }

  @Test
  void headWithoutItsLabels_isNotWatched() {
    maps.watches.remove(0).over();
    stage.world.pass(LONGER_THAN_THE_PAUSE);
    MapObject head = maps.objects.get(HEAD);
    MapMeta m = head.meta();
    MapMeta bare = new MapMeta(HEAD, m.uid(), m.version(), m.ownerUid(), Map.of(), m.annotations());
    maps.objects.put(HEAD, new MapObject(bare, head.data(), head.binary()));
    maps.log.clear();
    stage.puts(3, 500);
    assertThat(looks()).hasSize(3);
    assertThat(maps.watches).isEmpty();
  }

  @Test
  void channelThatRests_isWatchedNoMore() {
    stage.store().rest(POOL);
    assertThat(maps.watches).isEmpty();
  }
}
