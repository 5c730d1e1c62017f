package dev.workerpool.relay;

import static dev.workerpool.relay.Stage.WAIT;
import static dev.workerpool.relay.Stage.outcome;
import static dev.workerpool.relay.Stage.put;
import static dev.workerpool.relay.Stage.taken;
import static dev.workerpool.relay.Stage.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.channel.Body;
import dev.workerpool.channel.Operation;
import dev.workerpool.channel.Outcome;
import dev.workerpool.channel.PrimitiveId;
import dev.workerpool.channel.PrimitiveKind;
import dev.workerpool.channel.PrimitiveRules;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parked requests: for what, in which order, how long. */
class WaitsTest {
  private final Stage stage = new Stage();
  private String a;
  private String b;

  @BeforeEach
  void sessions() {
    a = stage.session("a");
    b = stage.session("b");
  }

  private CompletableFuture<Answer> asked(String pod, Operation operation) {
    return stage.ask(pod, operation, WAIT);
  }

  private void made(PrimitiveKind kind, String name, int value) {
    PrimitiveId id = new PrimitiveId(kind.family(), name);
    stage.now("a", new Operation.MakePrimitive(id, PrimitiveRules.of(kind, value)));
  }

  @Test
  void put_beforeItsPredecessor_waitsForIt_thoughItHasNoPatience() {
    var third = stage.ask("a", put("open", "p", 3, 3), Duration.ZERO);
    var second = stage.ask("a", put("open", "p", 2, 2), Duration.ZERO);
    assertThat(outcome(third)).isNull();
    assertThat(stage.now("a", put("open", "p", 1, 1))).isEqualTo(new Outcome.Stored(false));
    assertThat(outcome(second)).isEqualTo(new Outcome.Stored(false));
    assertThat(outcome(third)).isEqualTo(new Outcome.Stored(false));
    assertThat(texts(stage.now("b", stage.take("b", "open", 9, "t"))))
        .containsExactly("1", "2", "3");
  }

  @Test
  void put_whosePredecessorDoesNotCome_isRefusedAfterASecond() {
    var second = asked("a", put("open", "p", 2, 2));
    stage.world.pass(Waits.FOR_PREDECESSOR.minusMillis(1));
    assertThat(outcome(second)).isNull();
    stage.world.pass(Duration.ofMillis(2));
    assertThat(outcome(second)).isEqualTo(new Outcome.SequenceGap("open", 1));
  }

  @Test
  void delayedItem_wakesWhoWaits_atItsTime() {
    Body body = Body.json("1").withDelay(Duration.ofSeconds(3));
    stage.now("a", new Operation.Put("open", null, List.of(body)));
    var take = asked("b", stage.take("b", "open", 1, "t"));
    stage.world.pass(Duration.ofMillis(2900));
    assertThat(outcome(take)).isNull();
    stage.world.pass(Duration.ofMillis(200));
    assertThat(texts(outcome(take))).containsExactly("1");
  }

  @Test
  void settlement_whosePutFindsNoRoom_waits_andAcknowledgesThen() {
    stage.now("a", put("open", "p", 1, 1));
    stage.now("a", put("tasks", "p", 1, 1, 2));
    String lease = taken(stage.now("b", stage.take("b", "open", 1, "t"))).get(0).lease();
    Operation.Put then = (Operation.Put) put("tasks", "q", 1, 9);
    var step = asked("b", new Operation.Settle(b, List.of(lease), List.of(), List.of(then)));
    assertThat(outcome(step)).isNull();
    stage.now("a", stage.take("a", "tasks", 1, "u"));
    assertThat(outcome(step)).isEqualTo(new Outcome.Done());
  }

  private Operation takeThen(String attempt, String lease, Operation then) {
    return new Operation.Take(
        "open", b, 1, attempt, null, List.of(lease), List.of((Operation.Put) then));
  }

  private CompletableFuture<Answer> takeWhosePutFindsNoRoom() {
    stage.now("a", put("open", "p", 1, 1, 2));
    stage.now("a", put("tasks", "p", 1, 1, 2));
    String lease = taken(stage.now("b", stage.take("b", "open", 1, "t"))).get(0).lease();
    return asked("b", takeThen("u", lease, put("tasks", "q", 1, 9)));
  }

  @Test
  void take_whosePutFindsNoRoom_waits_andSettlesAndTakesThen() {
    var next = takeWhosePutFindsNoRoom();
    assertThat(outcome(next)).isNull();
    stage.now("a", stage.take("a", "tasks", 1, "v"));
    assertThat(texts(outcome(next))).containsExactly("2");
  }

  @Test
  void take_whosePutFindsNoRoomInTime_isFull_withNothingDone() {
    var next = takeWhosePutFindsNoRoom();
    stage.world.pass(WAIT);
    assertThat(outcome(next)).isEqualTo(new Outcome.Full("tasks", 2));
    assertThat(stage.now("a", new Operation.Join("open"))).isEqualTo(new Outcome.Unfinished(2));
    assertThat(texts(stage.now("a", stage.take("a", "open", 9, "v")))).containsExactly("2");
  }

  @Test
  void take_withNothingToTake_hasSettledWhileItWaits() {
    stage.now("a", put("open", "p", 1, 1));
    String lease = taken(stage.now("b", stage.take("b", "open", 1, "t"))).get(0).lease();
    var joined = asked("a", new Operation.Join("open"));
    var next = asked("b", takeThen("u", lease, put("tasks", "q", 1, 9)));
    assertThat(outcome(next)).isNull();
    assertThat(outcome(joined)).isEqualTo(new Outcome.Unfinished(0));
    assertThat(texts(stage.now("a", stage.take("a", "tasks", 1, "v")))).containsExactly("9");
    // Asked again on a connection of its own, it changes nothing, and both are told the same.
    var again = asked("b", takeThen("u", lease, put("tasks", "q", 1, 9)));
    stage.now("a", put("open", "p", 2, 2));
    assertThat(texts(outcome(next))).containsExactly("2");
    assertThat(outcome(again)).isEqualTo(outcome(next));
    assertThat(stage.now("a", stage.take("a", "tasks", 1, "w"))).isEqualTo(new Outcome.Empty());
  }

  @Test
  void retired_doesNotStandInTheWayOfOthers() {
    var retired = asked("a", stage.take("a", "open", 1, "t"));
    var other = asked("b", stage.take("b", "open", 1, "u"));
    Caller operator = new Caller.Operator();
    stage.relay.submit(
        new Submission(
            Stage.POOL.ref(), operator, new Operation.Retire(List.of("a")), Duration.ZERO, 0));
    stage.world.settle();
    stage.now("b", put("open", "p", 1, 1));
    assertThat(texts(outcome(other))).containsExactly("1");
    stage.now("b", put("open", "p", 2, 2));
    assertThat(outcome(retired)).isNull();
    stage.world.pass(WAIT);
    assertThat(outcome(retired)).isEqualTo(new Outcome.Empty());
  }

  @Test
  void retire_byAWorker_isForbidden() {
    assertThat(stage.now("a", new Operation.Retire(List.of("b"))))
        .isInstanceOf(Outcome.Forbidden.class);
    assertThat(stage.now("a", new Operation.Kill("b"))).isInstanceOf(Outcome.Forbidden.class);
  }

  @Test
  void lock_isGivenInTheOrderOfAsking_andByItsHoldersDeath() {
    made(PrimitiveKind.LOCK, "s", 1);
    stage.now("a", new Operation.Acquire("s", a, "1"));
    var first = asked("b", new Operation.Acquire("s", b, "2"));
    var second = asked("a", new Operation.Acquire("s", a, "3"));
    assertThat(outcome(first)).isNull();
    stage.now("a", new Operation.Release("s", a, null, "k"));
    assertThat(outcome(first)).isInstanceOf(Outcome.Granted.class);
    assertThat(outcome(second)).isNull();
    stage.relay.workerEnded("b", -9);
    stage.world.settle();
    assertThat(outcome(second)).isInstanceOf(Outcome.Granted.class);
  }

  @Test
  void acquire_repeatedWhileParked_replacesTheFormer() {
    made(PrimitiveKind.SEMAPHORE, "s", 0);
    var lost = asked("a", new Operation.Acquire("s", a, "1"));
    var again = asked("a", new Operation.Acquire("s", a, "1"));
    assertThat(outcome(lost)).isEqualTo(new Outcome.Empty());
    stage.now("b", new Operation.Release("s", b, null, "k"));
    assertThat(outcome(again)).isInstanceOf(Outcome.Granted.class);
  }

  @Test
  void barrierAndCondition_wakeThoseWhoWait() {
    made(PrimitiveKind.BARRIER, "bar", 2);
    var waiting = asked("a", new Operation.AwaitOthers("bar", a, "1", false));
    assertThat(outcome(waiting)).isNull();
    assertThat(stage.now("b", new Operation.AwaitOthers("bar", b, "1", false)))
        .isEqualTo(new Outcome.Crossed(1));
    assertThat(outcome(waiting)).isEqualTo(new Outcome.Crossed(0));
    made(PrimitiveKind.LOCK, "s", 1);
    stage.now(
        "a",
        new Operation.MakePrimitive(PrimitiveId.condition("c"), PrimitiveRules.condition("s")));
    var grant = (Outcome.Granted) stage.now("a", new Operation.Acquire("s", a, "1"));
    var notice = asked("a", new Operation.AwaitNotice("c", a, "w", grant.grant()));
    stage.now("b", new Operation.Acquire("s", b, "2"));
    stage.now("b", new Operation.Notify("c", b, null, "k"));
    assertThat(outcome(notice)).isEqualTo(new Outcome.Notice(true));
  }
}
