package dev.workerpool.relay;

import static dev.workerpool.relay.Stage.DECLARED;
import static dev.workerpool.relay.Stage.POOL;
import static dev.workerpool.relay.Stage.WAIT;
import static dev.workerpool.relay.Stage.held;
import static dev.workerpool.relay.Stage.outcome;
import static dev.workerpool.relay.Stage.problem;
import static dev.workerpool.relay.Stage.put;
import static dev.workerpool.relay.Stage.taken;
import static dev.workerpool.relay.Stage.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.Delivery;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two relays on one store, of whole heads or of records. */
abstract class TakeOverCases {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private final Stage stage;

  TakeOverCases(boolean ofRecords) {
    stage = new Stage(ofRecords);
  }

  @Test
  void successor_hasAllThatWasAnswered_andTheOldOneStepsDown() {
    stage.now("a", put("open", "p", 1, 1, 2));
    Relay next = stage.takeOver();
    assertThat(stage.now("a", put("open", "p", 3, 3))).isInstanceOf(Outcome.NotLeader.class);
    assertThat(outcome(stage.ask(next, "a", put("open", "p", 3, 3), WAIT)))
        .isEqualTo(new Outcome.Stored(false));
    assertThat(stage.store.stamp(POOL).epoch()).isEqualTo(2);
    stage.session(next, "b");
    stage.world.pass(GRACE.minusSeconds(1));
    CompletableFuture<Answer> take = stage.ask(next, "b", stage.take("b", "open", 9, "t"), WAIT);
    assertThat(take).isNotDone();
    stage.world.pass(Duration.ofSeconds(1));
    assertThat(texts(outcome(take))).containsExactly("1", "2", "3");
  }

  @Test
  void oldOne_withACommitOnItsWay_acknowledgesNothing() {
    stage.store.holding = true;
    CompletableFuture<Answer> late = stage.ask("a", put("open", "p", 1, 1), WAIT);
    stage.store.holding = false;
    Relay next = stage.takeOver();
    stage.store.releaseAll();
    stage.world.settle();
    assertThat(outcome(late)).isInstanceOf(Outcome.NotLeader.class);
    assertThat(outcome(stage.ask(next, "a", put("open", "p", 1, 1), WAIT)))
        .isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void oldOne_tellsItsWaitersToGoElsewhere() {
    stage.session("b");
    CompletableFuture<Answer> take = stage.ask("b", stage.take("b", "open", 1, "t"), WAIT);
    stage.takeOver();
    stage.ask("a", put("open", "p", 1, 1), WAIT);
    assertThat(outcome(take)).isInstanceOf(Outcome.NotLeader.class);
  }

  @Test
  void crashBetweenCommitAndReply_makesTheRetryADuplicate() {
    stage.store.fates.add(MemoryStore.Fate.LOST_AFTER);
    CompletableFuture<Answer> first = stage.ask("a", put("open", "p", 1, 1), WAIT);
    assertThat(outcome(first)).isInstanceOf(Outcome.OutcomeUnknown.class);
    Relay next = stage.takeOver();
    assertThat(outcome(stage.ask(next, "a", put("open", "p", 1, 1), WAIT)))
        .isEqualTo(new Outcome.Stored(true));
  }

  @Test
  void unknownOutcome_isResolvedByReading_whicheverItWas() {
    for (MemoryStore.Fate fate : MemoryStore.Fate.values()) {
      stage.store.fates.add(fate);
      String queue = "open";
      CompletableFuture<Answer> first = stage.ask("a", put(queue, fate.name(), 1, 1), WAIT);
      assertThat(outcome(first)).isInstanceOf(Outcome.OutcomeUnknown.class);
      assertThat(problem(stage.relay).reason()).isEqualTo(ChannelView.Problem.STORE_UNAVAILABLE);
      assertThat(stage.now("a", new Operation.ListAll())).isInstanceOf(Outcome.Recovering.class);
      stage.world.pass(Duration.ofSeconds(1));
      assertThat(problem(stage.relay)).isNull();
      assertThat(stage.now("a", put(queue, fate.name(), 1, 1))).isEqualTo(new Outcome.Stored(true));
    }
    assertThat(((Outcome.Unfinished) stage.now("a", new Operation.Join("open"))).items())
        .isEqualTo(2);
  }

  @Test
  void storeDown_refuses_andGoesOnWhereItWas() {
    stage.session("b");
    stage.now("a", put("open", "p", 1, 1));
    Delivery d = taken(stage.now("b", stage.take("b", "open", 1, "t"))).get(0);
    stage.store.down = true;
    stage.ask("a", put("open", "p", 2, 2), WAIT);
    stage.world.pass(Duration.ofMinutes(1));
    assertThat(stage.now("a", put("open", "p", 2, 2))).isInstanceOf(Outcome.Recovering.class);
    stage.store.down = false;
    stage.world.pass(Duration.ofSeconds(6));
    assertThat(stage.now("a", put("open", "p", 2, 2))).isEqualTo(new Outcome.Stored(true));
    assertThat(stage.now("b", stage.ack("b", d.lease()))).isEqualTo(new Outcome.Done());
  }

  @Test
  void storeThatThrows_isAsOneThatFails() {
    stage.store.throwing = true;
    assertThat(outcome(stage.ask("a", put("open", "p", 1, 1), WAIT)))
        .isInstanceOf(Outcome.OutcomeUnknown.class);
    stage.world.pass(Duration.ofSeconds(30));
    stage.store.throwing = false;
    stage.world.pass(Duration.ofSeconds(6));
    assertThat(stage.now("a", put("open", "p", 1, 1))).isEqualTo(new Outcome.Stored(true));
  }

  @Test
  void afterACrash_workersTakeUpWhatTheyHold() {
    stage.session("b");
    stage.now("a", put("open", "p", 1, 1, 2));
    Delivery d = taken(stage.now("b", stage.take("b", "open", 1, "t"))).get(0);
    Relay next = stage.takeOver();
    Outcome ack = outcome(stage.ask(next, "b", stage.ack("b", d.lease()), WAIT));
    assertThat(ack).isInstanceOf(Outcome.SessionUnknown.class);
    stage.session(next, "b", held("open", d));
    stage.session(next, "c");
    stage.world.pass(GRACE);
    assertThat(texts(outcome(stage.ask(next, "c", stage.take("c", "open", 9, "t"), WAIT))))
        .containsExactly("2");
    assertThat(outcome(stage.ask(next, "b", stage.ack("b", d.lease()), WAIT)))
        .isEqualTo(new Outcome.Done());
  }

  @Test
  void acknowledged_isNeverDeliveredAgain() {
    stage.session("b");
    stage.now("a", put("open", "p", 1, 1, 2));
    Delivery d = taken(stage.now("b", stage.take("b", "open", 1, "t"))).get(0);
    stage.now("b", stage.ack("b", d.lease()));
    Relay next = stage.takeOver();
    stage.session(next, "c");
    stage.world.pass(GRACE);
    assertThat(texts(outcome(stage.ask(next, "c", stage.take("c", "open", 9, "t"), WAIT))))
        .containsExactly("2");
  }

  @Test
  void cleanStop_handsOverLeasesAndSessions_withoutGrace() {
    stage.session("b");
    stage.now("a", put("open", "p", 1, 1, 2));
    Delivery d = taken(stage.now("b", stage.take("b", "open", 1, "t"))).get(0);
    CompletableFuture<Answer> parked = stage.ask("b", stage.take("b", "tasks", 1, "u"), WAIT);
    var stopped = stage.relay.stop().toCompletableFuture();
    stage.world.settle();
    assertThat(stopped).isDone();
    assertThat(stage.relay.isServing()).isFalse();
    assertThat(outcome(parked)).isInstanceOf(Outcome.NotLeader.class);
    assertThat(stage.store.file(POOL, ChannelCodec.SESSIONS)).contains(d.lease());
    Relay next = stage.takeOver();
    assertThat(outcome(stage.ask(next, "b", stage.ack("b", d.lease()), WAIT)))
        .isEqualTo(new Outcome.Done());
    assertThat(texts(outcome(stage.ask(next, "b", stage.take("b", "open", 9, "v"), WAIT))))
        .containsExactly("2");
    assertThat(stage.now("b", new Operation.ListAll())).isInstanceOf(Outcome.NotLeader.class);
  }

  @Test
  void cleanStop_landsWhatFlies_first() {
    stage.session("b");
    stage.store.holding = true;
    CompletableFuture<Answer> put = stage.ask("a", put("open", "p", 1, 1), WAIT);
    var stopped = stage.relay.stop().toCompletableFuture();
    stage.world.settle();
    assertThat(stopped).isNotDone();
    stage.store.holding = false;
    stage.store.releaseAll();
    stage.world.settle();
    assertThat(stopped).isDone();
    assertThat(outcome(put)).isEqualTo(new Outcome.Stored(false));
    assertThat(stage.store.file(POOL, ChannelCodec.SESSIONS)).isNotBlank();
  }

  @Test
  void leaseTable_isValidForOneSuccessorOnly() {
    stage.session("b");
    stage.now("a", put("open", "p", 1, 1));
    stage.now("b", stage.take("b", "open", 1, "t"));
    stage.relay.stop();
    stage.world.settle();
    stage.takeOver();
    assertThat(stage.store.file(POOL, ChannelCodec.SESSIONS)).isNull();
    Relay third = stage.takeOver();
    assertThat(outcome(stage.ask(third, "b", stage.take("b", "open", 1, "t"), WAIT)))
        .isInstanceOf(Outcome.SessionUnknown.class);
  }

  @Test
  void stoppedAndStartedAgain_serves() {
    stage.relay.stop();
    stage.relay.start();
    stage.world.settle();
    assertThat(stage.now("a", put("open", "p", 1, 1))).isEqualTo(new Outcome.Stored(false));
    assertThat(stage.store.stamp(POOL).epoch()).isEqualTo(2);
  }

  @Test
  void freshChannel_hasNoGrace() {
    Stage fresh = new Stage();
    fresh.session("b");
    fresh.now("a", put("open", "p", 1, 1));
    assertThat(texts(fresh.now("b", fresh.take("b", "open", 1, "t")))).containsExactly("1");
  }

  @Test
  void aHigherEpochSeenByAClient_makesADeposedRelayStepDown_butNoLieDoes() {
    Caller caller = new Caller.Worker("ns", "pool", "pool", "a");
    Operation read = new Operation.ListAll();
    stage.relay.submit(new Submission(POOL.ref(), caller, read, WAIT, 99));
    stage.world.settle();
    assertThat(stage.now("a", read)).isInstanceOf(Outcome.Listed.class);
    stage.takeOver();
    stage.world.pass(Duration.ofSeconds(2));
    assertThat(stage.now("a", read)).isInstanceOf(Outcome.Listed.class);
    stage.relay.submit(new Submission(POOL.ref(), caller, read, WAIT, 2));
    stage.world.settle();
    assertThat(stage.now("a", read)).isInstanceOf(Outcome.NotLeader.class);
  }

  @Test
  void gone_tellsWhoWaits_andWritesNothingMore() {
    stage.session("b");
    CompletableFuture<Answer> take = stage.ask("b", stage.take("b", "open", 1, "t"), WAIT);
    int writes = stage.store.writes;
    stage.relay.gone(POOL);
    stage.world.settle();
    assertThat(outcome(take))
        .isInstanceOfSatisfying(
            Outcome.ChannelGone.class,
            gone -> assertThat(gone.detail()).contains("deleted", "or it uses another pool's"));
    stage.relay.stop();
    stage.world.pass(Duration.ofMinutes(1));
    assertThat(stage.store.writes).isEqualTo(writes);
    assertThat(stage.relay.watch(null, Duration.ZERO).join().channels().get(0).gone()).isTrue();
  }

  @Test
  void poolAppliedAgain_isAnotherChannel() {
    stage.now("a", put("open", "p", 1, 1));
    PoolChannel again = new PoolChannel(POOL.ref(), "uid-2");
    stage.relay.own(again, DECLARED, 0);
    stage.world.settle();
    assertThat(stage.now("a", new Operation.Join("open"))).isEqualTo(new Outcome.Unfinished(0));
  }

  @Test
  void declarationChanged_isWritten() {
    var more =
        new dev.workerpool.channel.Declaration(
            List.of(new dev.workerpool.channel.Declaration.DeclaredQueue("new", 1)), List.of());
    stage.relay.own(POOL, more, 1);
    stage.world.settle();
    Relay next = stage.another();
    next.own(POOL, more, 1);
    next.start();
    stage.world.settle();
    assertThat(outcome(stage.ask(next, "a", put("new", "p", 1, 1), WAIT)))
        .isEqualTo(new Outcome.Stored(false));
  }
}
