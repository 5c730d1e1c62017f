package dev.workerpool.relay.hybrid;

import static dev.workerpool.relay.hybrid.HybridStage.HEAD;
import static dev.workerpool.relay.hybrid.HybridStage.POOL;
import static dev.workerpool.relay.hybrid.HybridStage.put;
import static dev.workerpool.relay.hybrid.HybridStage.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Outcome;
import dev.workerpool.relay.Answer;
import dev.workerpool.relay.ChannelView;
import dev.workerpool.relay.Relay;
import dev.workerpool.relay.hybrid.FakeMaps.Fate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A relay on the store of a cluster: head, log, snapshots, and what befalls them. */
class HybridStoreTest {
  private final HybridStage stage = new HybridStage();
  private final FakeMaps maps = stage.maps;

  private void assertRecovers(long last) {
    assertThat(stage.numbers(stage.another())).isEqualTo(upTo(last));
  }

  @Test
  void smallAndCalm_isOneReadableHead() {
    stage.puts(1, 20);
    assertThat(maps.objects).containsOnlyKeys(HEAD, Names.reign(POOL, 1));
    assertThat(maps.objects.get(HEAD).data().get("queues.jsonl")).contains("\"1:");
  }

  @Test
  void hot_spillsIntoLogEntries_andRecoversThem() {
    stage.puts(10, 500);
    assertThat(maps.named("-log-1-")).hasSizeGreaterThan(4);
    assertRecovers(10);
  }

  @Test
  void entry_countsOnlyAfterALookAtTheHead() {
    stage.puts(10, 500);
    int made = maps.log.lastIndexOf("create " + maps.named("-log-").get(3));
    assertThat(maps.log.subList(made + 1, made + 2)).containsExactly("meta " + HEAD);
  }

  @Test
  void calmAgain_isReadableAgain_andItsLogCollected() {
    stage.puts(10, 500);
    stage.world.pass(Duration.ofSeconds(20));
    assertThat(maps.objects).containsOnlyKeys(HEAD, Names.reign(POOL, 1));
    assertThat(maps.objects.get(HEAD).data().get("queues.jsonl")).contains("\"10:");
    stage.puts(10, 500);
    assertRecovers(20);
  }

  @Test
  void deletionsThatAreRefused_areTriedAgain_thoughNothingIsPut() {
    stage.puts(10, 500);
    for (String entry : maps.named("-log-")) {
      maps.fate(entry, Fate.THROTTLED);
    }
    stage.world.pass(Duration.ofMinutes(2));
    assertThat(maps.named("-log-")).isEmpty();
  }

  @Test
  void large_isSnapshotted_whileItGoesOn_andWhatItCoversIsCollected() {
    stage.puts(150, 900);
    assertThat(maps.named("-snap-")).isNotEmpty();
    stage.world.pass(Duration.ofSeconds(20));
    assertThat(maps.named("-log-").size()).isLessThan(60);
    assertThat(maps.largest).isLessThan(40_000);
    assertRecovers(150);
  }

  @Test
  void manyTakeOvers_ofALargeChannel_loseNothing() {
    stage.puts(120, 900);
    for (int i = 0; i < 50; i++) {
      stage.relay = stage.another();
      stage.puts(1, 900);
    }
    stage.world.pass(Duration.ofMinutes(1));
    assertRecovers(170);
  }

  @Test
  void deposedRelay_whoseEntryComesThroughLate_acknowledgesNothing() {
    stage.puts(10, 500);
    maps.fate("-log-1-", Fate.LATE, Fate.LATE, Fate.LATE, Fate.LATE, Fate.LATE, Fate.LATE);
    CompletableFuture<Answer> late = stage.ask(stage.relay, put(11, "zombie"));
    Relay next = stage.another();
    maps.letThrough();
    assertThat(stage.numbers(next)).isEqualTo(upTo(10));
    stage.world.pass(Duration.ofSeconds(30));
    assertThat(late.join().outcome()).isInstanceOf(Outcome.Refusal.class);
    assertThat(stage.numbers(stage.another())).isEqualTo(upTo(10));
  }

  @Test
  void withoutTheLook_theSameIsLost() {
    stage.puts(10, 500);
    HybridStage blind = new HybridStage();
    var budget = new dev.workerpool.relay.WriteBudget(1L << 30, blind.world.runtime().clock());
    blind.relay =
        blind.another(
            HybridStore.withoutTheLook(blind.maps, blind.world.runtime(), blind.settings, budget));
    blind.puts(10, 500);
    Relay deposed = blind.relay;
    Relay next = blind.another();
    assertThat(blind.now(deposed, put(11, "11:"))).isEqualTo(new Outcome.Stored(false));
    assertThat(blind.numbers(next)).isEqualTo(upTo(10));
  }

  @Test
  void unknownOutcomes_ofEveryKind_areResolved() {
    for (Fate fate : new Fate[] {Fate.LOST_BEFORE, Fate.LOST_AFTER, Fate.THROTTLED}) {
      stage.puts(10, 500);
      for (String what : new String[] {"-log-", "-channel", "-snap-"}) {
        maps.fate(what, fate);
        CompletableFuture<Answer> answer =
            stage.ask(stage.relay, put(++stage.seq, HybridStage.text(stage.seq, 500)));
        stage.world.pass(Duration.ofSeconds(1));
        assertThat(answer.join().outcome()).isEqualTo(new Outcome.Stored(false));
      }
    }
    stage.world.pass(Duration.ofMinutes(1));
    maps.fates.clear();
    assertRecovers(stage.seq);
  }

  @Test
  void serverAwayInTheMiddle_isOutlasted() {
    stage.puts(10, 500);
    maps.down = true;
    CompletableFuture<Answer> answer = stage.ask(stage.relay, put(11, "11:"));
    stage.world.pass(Duration.ofSeconds(40));
    assertThat(answer.join().outcome()).isInstanceOf(Outcome.OutcomeUnknown.class);
    assertThat(stage.problem(stage.relay).reason())
        .isEqualTo(ChannelView.Problem.STORE_UNAVAILABLE);
    maps.down = false;
    stage.world.pass(Duration.ofSeconds(20));
    assertThat(stage.now(stage.relay, put(11, "11:"))).isEqualTo(new Outcome.Stored(true));
    stage.seq = 11;
    stage.puts(5, 500);
    assertRecovers(16);
  }

  @Test
  void entryThatComesThroughMuchLater_isNotCountedTwice() {
    stage.puts(10, 500);
    Fate[] late = new Fate[8];
    java.util.Arrays.fill(late, Fate.LATE);
    maps.fate("-log-1-", late);
    CompletableFuture<Answer> first = stage.ask(stage.relay, put(11, "11:"));
    stage.world.pass(Duration.ofSeconds(20));
    stage.now(stage.relay, put(11, "11:"));
    stage.seq = 11;
    stage.world.pass(Duration.ofSeconds(20));
    maps.letThrough();
    assertThat(first).isDone();
    stage.puts(3, 500);
    assertThat(stage.numbers(stage.relay)).isEqualTo(upTo(14));
    assertRecovers(14);
  }

  @Test
  void deletedHead_ofALargeChannel_isWrittenAgain_andTold() {
    stage.puts(120, 900);
    maps.objects.remove(HEAD);
    stage.puts(1, 900);
    assertThat(stage.problem(stage.relay).reason()).isEqualTo(ChannelView.Problem.HEAD_DELETED);
    assertRecovers(121);
  }

  @Test
  void deletedHead_isNotWrittenAgainByADeposedRelay() {
    for (int length : new int[] {20, 900}) {
      stage.puts(length == 20 ? 2 : 60, length);
      Relay deposed = stage.relay;
      stage.relay = stage.another();
      long known = stage.seq + 1;
      stage.puts(1, length);
      maps.objects.remove(HEAD);
      assertThat(stage.now(deposed, put(known, "stale"))).isInstanceOf(Outcome.NotLeader.class);
      stage.puts(1, length);
      assertThat(stage.problem(stage.relay).reason()).isEqualTo(ChannelView.Problem.HEAD_DELETED);
      assertRecovers(stage.seq);
      stage.relay = stage.theOnlyOne();
    }
  }

  @Test
  void editedHead_isWrittenAgain_andTold() {
    for (int length : new int[] {20, 900}) {
      stage.puts(length == 20 ? 1 : 120, length);
      maps.edit(HEAD, "channel.json", "{}");
      stage.puts(1, length);
      assertThat(stage.problem(stage.relay).reason()).isEqualTo(ChannelView.Problem.HEAD_EDITED);
      assertRecovers(stage.seq);
      stage.relay = stage.theOnlyOne();
    }
  }

  @Test
  void headTouchedOnlyInItsMetadata_goesOnWithoutAWord() {
    stage.puts(10, 500);
    maps.edit(HEAD, null, null);
    stage.puts(1, 500);
    assertThat(stage.problem(stage.relay)).isNull();
    assertRecovers(11);
  }

  @Test
  void deletedLogEntryOrPart_isNoticedAndMended_thoughNothingIsPut() {
    for (String kind : new String[] {"-log-", "-snap-"}) {
      stage.puts(130, 900);
      stage.world.pass(Duration.ofSeconds(15));
      stage.puts(1, 900);
      maps.objects.remove(maps.named(kind).get(0));
      stage.world.pass(Duration.ofSeconds(40));
      assertThat(stage.problem(stage.relay).reason()).isEqualTo(ChannelView.Problem.HEAD_EDITED);
      assertRecovers(stage.seq);
      stage.relay = stage.theOnlyOne();
    }
  }

  @Test
  void deletedHead_isNoticedAndMended_thoughNothingIsPut() {
    stage.puts(10, 500);
    stage.world.pass(Duration.ofSeconds(20));
    maps.objects.remove(HEAD);
    stage.world.pass(Duration.ofSeconds(40));
    assertThat(stage.problem(stage.relay).reason()).isEqualTo(ChannelView.Problem.HEAD_DELETED);
    assertRecovers(10);
  }

  @Test
  void missingEntry_atRecovery_isSaid_andNotServedAround() {
    stage.puts(10, 500);
    String third = maps.named("-log-1-").get(2);
    maps.objects.remove(third);
    Relay next = stage.another();
    assertThat(stage.problem(next).reason()).isEqualTo(ChannelView.Problem.UNREADABLE);
    assertThat(stage.problem(next).message()).contains(third);
  }

  @Test
  void headGone_withItsLogStillThere_isALossAndSaid() {
    stage.puts(10, 500);
    maps.objects.remove(HEAD);
    assertThat(stage.problem(stage.another()).reason()).isEqualTo(ChannelView.Problem.CHANNEL_LOST);
  }

  @Test
  void leftoversOfFormerReigns_areCollected() {
    stage.puts(10, 500);
    for (long epoch = 1; epoch < 4; epoch++) {
      MapDraft orphan =
          new LogEntry(new dev.workerpool.channel.Stamp(1, "z", "z"), 900 + epoch, List.of("x"))
              .draft(POOL, 4096);
      maps.create(
          new MapDraft(
              POOL,
              Names.part(POOL, epoch, 77, 0),
              java.util.Map.of(),
              true,
              orphan.data(),
              java.util.Map.of()));
    }
    stage.relay = stage.another();
    stage.relay = stage.another();
    stage.relay = stage.another();
    stage.relay = stage.another();
    stage.puts(1, 20);
    stage.world.pass(Duration.ofSeconds(30));
    assertThat(maps.objects).containsOnlyKeys(HEAD, Names.reign(POOL, 5));
  }

  @Test
  void headFromBeforeThereWereLogs_isRead() {
    stage.puts(2, 20);
    MapObject head = maps.objects.get(HEAD);
    var data = new java.util.HashMap<>(head.data());
    data.remove(LogIndex.FILE);
    maps.objects.put(HEAD, new MapObject(head.meta(), data, head.binary()));
    assertRecovers(2);
  }

  @Test
  void cleanStop_thenSuccessor_needsNoGrace() {
    stage.puts(120, 900);
    stage.relay.stop();
    stage.world.settle();
    Relay next = stage.another();
    assertThat(stage.numbers(next)).isEqualTo(upTo(120));
    stage.relay = next;
    stage.puts(3, 900);
    assertRecovers(123);
  }

  @Test
  void figures_tellBytesEntriesAndSnapshots() {
    stage.puts(150, 900);
    var figures = stage.store().figures().get(POOL);
    assertThat(figures.commits()).isEqualTo(151);
    assertThat(figures.snapshots()).isPositive();
    assertThat(figures.bytes()).isGreaterThan(150 * 700);
    assertThat(figures.inline()).isFalse();
  }
}
