package dev.workerpool.relay;

import static dev.workerpool.relay.Stage.POOL;
import static dev.workerpool.relay.Stage.WAIT;
import static dev.workerpool.relay.Stage.outcome;
import static dev.workerpool.relay.Stage.put;
import static dev.workerpool.relay.Stage.taken;
import static dev.workerpool.relay.Stage.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.ChannelCodec;
import dev.workerpool.channel.CloseMode;
import dev.workerpool.channel.EventValue;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServingTest {
  private final Stage stage = new Stage();

  @Test
  void own_ofANewChannel_writesItsHeadOnceWithTheDeclaration() {
    assertThat(stage.store.writes).isEqualTo(1);
    assertThat(stage.store.file(POOL, ChannelCodec.QUEUES)).contains("\"queue\":\"tasks\"");
    assertThat(stage.store.stamp(POOL).epoch()).isEqualTo(1);
  }

  @Test
  void put_isAnsweredOnlyAfterItsCommit_withTheEpoch() {
    stage.store.holding = true;
    CompletableFuture<Answer> answer = stage.ask("a", put("tasks", "p", 1, 1), WAIT);
    assertThat(answer).isNotDone();
    stage.store.releaseAll();
    stage.world.settle();
    assertThat(answer.join()).isEqualTo(new Answer(new Outcome.Stored(false), 1));
  }

  @Test
  void whatComesInWhileACommitFlies_isCommittedTogether() {
    stage.store.holding = true;
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      answers.add(stage.ask("a", put("open", "p", i, i), WAIT));
    }
    stage.store.holding = false;
    stage.store.releaseAll();
    stage.world.settle();
    assertThat(answers).allMatch(a -> outcome(a).equals(new Outcome.Stored(false)));
    assertThat(stage.store.writes).isEqualTo(3);
  }

  @Test
  void take_needsNoCommit() {
    stage.session("a");
    stage.now("a", put("tasks", "p", 1, 1));
    int before = stage.store.writes;
    assertThat(texts(stage.now("a", stage.take("a", "tasks", 1, "t")))).containsExactly("1");
    assertThat(stage.store.writes).isEqualTo(before);
  }

  @Test
  void take_isNotGivenWhatIsNotYetCommitted() {
    stage.session("b");
    CompletableFuture<Answer> take = stage.ask("b", stage.take("b", "tasks", 1, "t"), WAIT);
    stage.store.holding = true;
    stage.ask("a", put("tasks", "p", 1, 1), WAIT);
    assertThat(take).isNotDone();
    stage.store.releaseAll();
    stage.world.settle();
    assertThat(texts(outcome(take))).containsExactly("1");
  }

  @Test
  void putOnFullQueue_waitsForATake() {
    stage.session("b");
    stage.now("a", put("tasks", "p", 1, 1, 2));
    CompletableFuture<Answer> third = stage.ask("a", put("tasks", "p", 3, 3), WAIT);
    CompletableFuture<Answer> fourth = stage.ask("a", put("tasks", "p", 4, 4), WAIT);
    assertThat(third).isNotDone();
    stage.now("b", stage.take("b", "tasks", 1, "t"));
    assertThat(outcome(third)).isEqualTo(new Outcome.Stored(false));
    assertThat(fourth).isNotDone();
    stage.now("b", stage.take("b", "tasks", 2, "u"));
    assertThat(outcome(fourth)).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void putOnFullQueue_isFullWhenItsTimeIsOut_andUsedNoNumber() {
    stage.session("b");
    stage.now("a", put("tasks", "p", 1, 1, 2));
    assertThat(stage.now("a", put("tasks", "p", 3, 3))).isEqualTo(new Outcome.Full("tasks", 2));
    CompletableFuture<Answer> third = stage.ask("a", put("tasks", "p", 3, 3), WAIT);
    stage.world.pass(WAIT.minusMillis(1));
    assertThat(third).isNotDone();
    stage.world.pass(Duration.ofMillis(1));
    assertThat(outcome(third)).isEqualTo(new Outcome.Full("tasks", 2));
    stage.now("b", stage.take("b", "tasks", 2, "t"));
    assertThat(stage.now("a", put("tasks", "p", 3, 3))).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void takeOnEmptyQueue_isEmptyWhenItsTimeIsOut() {
    stage.session("b");
    CompletableFuture<Answer> take = stage.ask("b", stage.take("b", "tasks", 1, "t"), WAIT);
    stage.world.pass(WAIT);
    assertThat(outcome(take)).isEqualTo(new Outcome.Empty());
  }

  @Test
  void takers_areServedFirstComeFirst() {
    stage.session("a");
    stage.session("b");
    CompletableFuture<Answer> first = stage.ask("a", stage.take("a", "open", 1, "t"), WAIT);
    CompletableFuture<Answer> second = stage.ask("b", stage.take("b", "open", 1, "t"), WAIT);
    stage.now("a", put("open", "p", 1, 1));
    assertThat(texts(outcome(first))).containsExactly("1");
    assertThat(second).isNotDone();
    stage.now("a", put("open", "p", 2, 2));
    assertThat(texts(outcome(second))).containsExactly("2");
  }

  @Test
  void takeWhoseClientIsGone_getsNothing() {
    stage.session("a");
    stage.session("b");
    stage.ask("a", stage.take("a", "open", 1, "t"), WAIT).cancel(false);
    CompletableFuture<Answer> second = stage.ask("b", stage.take("b", "open", 1, "t"), WAIT);
    stage.now("a", put("open", "p", 1, 1));
    assertThat(texts(outcome(second))).containsExactly("1");
  }

  @Test
  void takeOfAHandle_replacesTheOneParkedBefore() {
    String session = stage.session("a");
    Operation first = new Operation.Take("open", session, 1, "t1", "h", List.of());
    Operation second = new Operation.Take("open", session, 1, "t2", "h", List.of());
    CompletableFuture<Answer> given = stage.ask("a", first, WAIT);
    CompletableFuture<Answer> next = stage.ask("a", second, WAIT);
    assertThat(outcome(given)).isEqualTo(new Outcome.Empty());
    stage.now("b", put("open", "p", 1, 1, 2));
    assertThat(texts(outcome(next))).containsExactly("1");
    assertThat(
            stage.relay.watch(null, Duration.ZERO).join().channels().get(0).queues().get(0).done())
        .isZero();
  }

  @Test
  void acksOfATake_countThoughTheTakeFindsNothing() {
    stage.session("b");
    stage.now("a", put("tasks", "p", 1, 1));
    String lease = taken(stage.now("b", stage.take("b", "tasks", 1, "t"))).get(0).lease();
    CompletableFuture<Answer> join = stage.ask("a", new Operation.Join("tasks"), WAIT);
    CompletableFuture<Answer> take = stage.ask("b", stage.take("b", "tasks", 1, "u", lease), WAIT);
    assertThat(outcome(join)).isEqualTo(new Outcome.Unfinished(0));
    assertThat(take).isNotDone();
    stage.world.pass(WAIT);
    assertThat(outcome(take)).isEqualTo(new Outcome.Empty());
  }

  @Test
  void join_waitsUntilAllIsDurablyDone_orAnswersWhatIsLeft() {
    stage.session("b");
    stage.now("a", put("tasks", "p", 1, 1));
    CompletableFuture<Answer> early =
        stage.ask("a", new Operation.Join("tasks"), Duration.ofSeconds(1));
    stage.world.pass(Duration.ofSeconds(1));
    assertThat(outcome(early)).isEqualTo(new Outcome.Unfinished(1));
    CompletableFuture<Answer> join = stage.ask("a", new Operation.Join("tasks"), WAIT);
    String lease = taken(stage.now("b", stage.take("b", "tasks", 1, "t"))).get(0).lease();
    stage.store.holding = true;
    stage.ask("b", stage.ack("b", lease), WAIT);
    assertThat(join).isNotDone();
    stage.store.releaseAll();
    stage.world.settle();
    assertThat(outcome(join)).isEqualTo(new Outcome.Unfinished(0));
  }

  @Test
  void event_setAndClearedInOneCommit_stillWakesItsWaiters() {
    CompletableFuture<Answer> wait = stage.ask("a", new Operation.ReadEvent("ready", null), WAIT);
    stage.store.holding = true;
    stage.ask("b", put("open", "p", 1, 1), WAIT);
    stage.ask("b", new Operation.SetEvent("ready", null), WAIT);
    stage.ask("b", new Operation.ClearEvent("ready", null), WAIT);
    stage.store.holding = false;
    stage.store.releaseAll();
    stage.world.settle();
    assertThat(outcome(wait))
        .isEqualTo(new Outcome.EventIs(new EventValue("ready", false, 1), false));
  }

  @Test
  void event_withCounter_answersAtOnceWhenItWasSetSince() {
    stage.now("b", new Operation.SetEvent("ready", null));
    stage.now("b", new Operation.ClearEvent("ready", null));
    CompletableFuture<Answer> missed = stage.ask("a", new Operation.ReadEvent("ready", 0L), WAIT);
    CompletableFuture<Answer> next = stage.ask("a", new Operation.ReadEvent("ready", 1L), WAIT);
    assertThat(missed).isDone();
    assertThat(next).isNotDone();
    stage.world.pass(WAIT);
    assertThat(outcome(next))
        .isEqualTo(new Outcome.EventIs(new EventValue("ready", false, 1), false));
  }

  @Test
  void close_wakesEveryWaiter() {
    stage.session("a");
    stage.session("b");
    stage.now("a", put("tasks", "p", 1, 1, 2));
    CompletableFuture<Answer> put = stage.ask("a", put("tasks", "p", 3, 3), WAIT);
    CompletableFuture<Answer> one = stage.ask("a", stage.take("a", "open", 1, "t"), WAIT);
    CompletableFuture<Answer> two = stage.ask("b", stage.take("b", "open", 1, "t"), WAIT);
    stage.now("a", new Operation.Close("tasks", CloseMode.DRAIN));
    stage.now("a", new Operation.Close("open", CloseMode.DRAIN));
    assertThat(outcome(put)).isEqualTo(new Outcome.Closed("tasks"));
    assertThat(outcome(one)).isEqualTo(new Outcome.Closed("open"));
    assertThat(outcome(two)).isEqualTo(new Outcome.Closed("open"));
  }

  @Test
  void queueThatGoes_tellsItsWaiters() {
    stage.session("b");
    stage.now("a", new Operation.MakeQueue("mine", 0));
    CompletableFuture<Answer> take = stage.ask("b", stage.take("b", "mine", 1, "t"), WAIT);
    CompletableFuture<Answer> join = stage.ask("b", put("mine", "p", 1, 1), WAIT);
    assertThat(take).isDone();
    assertThat(join).isDone();
    CompletableFuture<Answer> waits = stage.ask("b", stage.take("b", "mine", 1, "u"), WAIT);
    stage.relay.workerEnded("a", 0);
    stage.world.settle();
    assertThat(outcome(waits)).isInstanceOf(Outcome.NotFound.class);
  }

  @Test
  void workerThatDies_givesBackAtOnce() {
    stage.session("a");
    stage.session("b");
    stage.now("a", put("tasks", "p", 1, 1));
    stage.now("a", stage.take("a", "tasks", 1, "t"));
    CompletableFuture<Answer> take = stage.ask("b", stage.take("b", "tasks", 1, "t"), WAIT);
    stage.relay.workerEnded("a", -9);
    stage.world.settle();
    assertThat(taken(outcome(take)).get(0).deliveries()).isEqualTo(2);
  }

  @Test
  void workersAlive_endsWhoIsMissingTwice() {
    stage.session("a");
    stage.session("b");
    stage.now("a", put("tasks", "p", 1, 1));
    stage.now("a", stage.take("a", "tasks", 1, "t"));
    CompletableFuture<Answer> take = stage.ask("b", stage.take("b", "tasks", 1, "t"), WAIT);
    stage.relay.workersAlive(POOL.ref(), java.util.Set.of("b"));
    stage.world.settle();
    assertThat(take).isNotDone();
    stage.relay.workersAlive(POOL.ref(), java.util.Set.of("b"));
    stage.world.settle();
    assertThat(take).isDone();
  }

  @Test
  void byteQuota_waitsForAcks() {
    stage.session("b");
    stage.store.maxBytes = 8 * 1024;
    Relay small = stage.takeOver();
    stage.session(small, "b");
    String item = '"' + "x".repeat(1500) + '"';
    long seq = 1;
    CompletableFuture<Answer> put = stage.ask(small, "a", put("open", "p", seq, item), WAIT);
    while (put.isDone()) {
      put = stage.ask(small, "a", put("open", "p", ++seq, item), WAIT);
    }
    Outcome taken = outcome(stage.ask(small, "b", stage.take("b", "open", 1, "t"), WAIT));
    assertThat(put).isNotDone();
    stage.ask(small, "b", stage.ack("b", taken(taken).get(0).lease()), WAIT);
    assertThat(outcome(put)).isEqualTo(new Outcome.Stored(false));
    CompletableFuture<Answer> next = stage.ask(small, "a", put("open", "p", seq + 1, item), WAIT);
    stage.world.pass(WAIT);
    assertThat(outcome(next)).isInstanceOf(Outcome.ByteQuota.class);
  }

  @Test
  void backlog_isBounded() {
    RelaySettings d = RelaySettings.DEFAULT;
    RelaySettings tight =
        new RelaySettings(d.grace(), d.retry(), d.coalesce(), 10, d.batchBytes(), 2, 1000);
    Relay small = new ChannelRelay(stage.store, stage.world.runtime(), tight);
    small.own(POOL, Stage.DECLARED, 0);
    small.start();
    stage.world.settle();
    stage.session(small, "a");
    assertThat(
            outcome(
                stage.ask(small, "a", put("open", "p", 1, "\"" + "x".repeat(1000) + "\""), WAIT)))
        .isInstanceOf(Outcome.Overloaded.class);
    CompletableFuture<Answer> one = stage.ask(small, "a", stage.take("a", "open", 1, "1"), WAIT);
    stage.ask(small, "a", stage.take("a", "open", 1, "2"), WAIT);
    assertThat(outcome(stage.ask(small, "a", stage.take("a", "open", 1, "3"), WAIT)))
        .isInstanceOf(Outcome.Overloaded.class);
    one.cancel(false);
    assertThat(stage.ask(small, "a", stage.take("a", "open", 1, "3"), WAIT)).isNotDone();
  }

  @Test
  void callers_mayUseTheirOwnChannelOnly_andNothingOfTheRelays() {
    Caller stranger = new Caller.Worker("ns", "other", "other", "x");
    Operation read = new Operation.ListAll();
    Answer answer = stage.relay.submit(new Submission(POOL.ref(), stranger, read, WAIT, 0)).join();
    assertThat(answer.outcome()).isInstanceOf(Outcome.Forbidden.class);
    assertThat(stage.now("a", new Operation.EndOwner("b", 0)))
        .isInstanceOf(Outcome.Forbidden.class);
    CompletableFuture<Answer> seen =
        stage.relay.submit(new Submission(POOL.ref(), new Caller.Operator(), read, WAIT, 0));
    stage.world.settle();
    assertThat(outcome(seen)).isInstanceOf(Outcome.Listed.class);
  }

  @Test
  void unknownChannel_isNotFound_butAWorkerOfItIsToldToWait() {
    ChannelRef other = new ChannelRef("ns", "other");
    Operation read = new Operation.ListAll();
    Caller worker = new Caller.Worker("ns", "other", "other", "x");
    assertThat(outcome(stage.relay.submit(new Submission(other, worker, read, WAIT, 0))))
        .isInstanceOf(Outcome.Recovering.class);
    Caller operator = new Caller.Operator();
    assertThat(outcome(stage.relay.submit(new Submission(other, operator, read, WAIT, 0))))
        .isInstanceOf(Outcome.NotFound.class);
  }
}
