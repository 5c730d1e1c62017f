package dev.workerpool.channel;

import static dev.workerpool.channel.Play.A;
import static dev.workerpool.channel.Play.B;
import static dev.workerpool.channel.Play.numbered;
import static dev.workerpool.channel.Play.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Items that come back too often; settlements that put. */
class DeadLetterTest {
  private final Play play = new Play();

  @BeforeEach
  void queue() {
    play.does(A, new Operation.MakeQueue("q", new QueueRules(0, Order.FIFO, 2, 0)));
    play.does(A, new Operation.MakeQueue("out", new QueueRules(1, Order.FIFO, 0, 0)));
    play.session(A);
    play.session(B);
    play.does(A, put("q", 1, 2));
  }

  private String lease(Owner owner, String attempt) {
    return play.take(owner, "q", 1, attempt).get(0).lease();
  }

  private List<DeadLetter> dead() {
    return ((Outcome.DeadLetters) play.does(A, new Operation.ReadDead("q", 10))).items();
  }

  private Outcome nackDead(Owner owner, String lease, String reason) {
    var nack = new Operation.Nack(lease, Duration.ZERO, true, reason);
    return play.does(
        owner, new Operation.Settle(Play.idOf(owner), List.of(), List.of(nack), List.of()));
  }

  @Test
  void item_thatCameBackTooOften_diesWithItsLastReasonAndExitCode() {
    play.nack(A, lease(A, "a"));
    lease(B, "b");
    play.does(A, new Operation.EndOwner("pod-b", -9));
    assertThat(dead()).hasSize(1);
    assertThat(dead().get(0).body().text()).isEqualTo("1");
    assertThat(dead().get(0).deliveries()).isEqualTo(2);
    assertThat(dead().get(0).reason()).isEqualTo("its process ended");
    assertThat(dead().get(0).exitCode()).isEqualTo(-9);
    assertThat(play.stats("q").dead()).isEqualTo(1);
    assertThat(play.stats("q").unfinished()).isEqualTo(1);
  }

  @Test
  void maxDeliveriesZero_isUnlimited() {
    play.does(A, put("out", 1));
    for (int i = 0; i < 20; i++) {
      play.nack(A, play.take(A, "out", 1, "a" + i).get(0).lease());
    }
    assertThat(play.stats("out").dead()).isZero();
  }

  @Test
  void nack_forGood_diesAtOnce_andSurvivesACrash() {
    String lease = lease(A, "a");
    nackDead(A, lease, "bad \"input\"\n");
    assertThat(nackDead(A, lease, "again")).isEqualTo(new Outcome.Done());
    play.crash();
    assertThat(dead()).extracting(DeadLetter::reason).containsExactly("bad \"input\"\n");
    assertThat(play.stats("q").unfinished()).isEqualTo(1);
  }

  @Test
  void redrive_makesReadyAgain_asIfNeverDelivered() {
    nackDead(A, lease(A, "a"), "x");
    nackDead(A, lease(A, "b"), "x");
    assertThat(play.does(A, new Operation.Redrive("q", 1))).isEqualTo(new Outcome.Redriven(1));
    assertThat(play.peek("q")).containsExactly("1");
    assertThat(play.take(A, "q", 1, "c").get(0).deliveries()).isEqualTo(1);
    assertThat(play.does(A, new Operation.Redrive("q", 9))).isEqualTo(new Outcome.Redriven(1));
    assertThat(play.does(A, new Operation.Redrive("q", 9))).isEqualTo(new Outcome.Redriven(0));
    play.does(A, new Operation.Close("q", CloseMode.DRAIN));
    assertThat(play.does(A, new Operation.Redrive("q", 9))).isEqualTo(new Outcome.Closed("q"));
  }

  @Test
  void purge_dropsTheDeadOnly_whenAskedFor() {
    nackDead(A, lease(A, "a"), "x");
    assertThat(play.does(A, new Operation.Purge("q", true))).isEqualTo(new Outcome.Purged(1));
    assertThat(dead()).isEmpty();
    assertThat(play.peek("q")).containsExactly("2");
    assertThat(play.does(A, new Operation.Purge("q"))).isEqualTo(new Outcome.Purged(1));
    assertThat(play.stats("q").bytes()).isZero();
  }

  private Outcome step(String lease, long seq, int... results) {
    Object[] items = java.util.Arrays.stream(results).boxed().toArray();
    Operation.Put then = (Operation.Put) numbered("out", "p", seq, items);
    return play.does(
        A, new Operation.Settle(Play.idOf(A), List.of(lease), List.of(), List.of(then)));
  }

  @Test
  void then_isPutWithTheAck_orNeither() {
    assertThat(step(lease(A, "a"), 1, 10)).isEqualTo(new Outcome.Done());
    String next = lease(A, "b");
    assertThat(step(next, 2, 20)).isEqualTo(new Outcome.Full("out", 1));
    assertThat(play.stats("q").done()).isEqualTo(1);
    assertThat(play.stats("q").leased()).isEqualTo(1);
    play.take(B, "out", 1, "c");
    assertThat(step(next, 2, 20)).isEqualTo(new Outcome.Done());
    assertThat(play.stats("q").done()).isEqualTo(2);
  }

  @Test
  void then_repeated_isDoneOnce_alsoAfterACrash() {
    String lease = lease(A, "a");
    step(lease, 1, 10);
    assertThat(step(lease, 1, 10)).isEqualTo(new Outcome.Done());
    play.crash();
    play.session(A);
    assertThat(step(lease, 1, 10)).isEqualTo(new Outcome.Done());
    assertThat(play.stats("out").unfinished()).isEqualTo(1);
    assertThat(step(lease, 2, 20)).isInstanceOf(Outcome.LeaseLost.class);
    assertThat(play.stats("out").unfinished()).isEqualTo(1);
  }

  @Test
  void then_thatIsRefused_acknowledgesNothing() {
    String lease = lease(A, "a");
    assertThat(step(lease, 7, 10)).isEqualTo(new Outcome.SequenceGap("out", 1));
    assertThat(step(lease, 1, 10, 20)).isInstanceOf(Outcome.BatchTooLarge.class);
    assertThat(play.stats("q").leased()).isEqualTo(1);
    assertThat(play.changes).isEmpty();
  }

  @Test
  void queueMadeAtRunTime_isDroppedByItsCreator_orWhenNobodyHoldsOfIt() {
    lease(B, "b");
    assertThat(play.does(B, new Operation.DropQueue("q"))).isInstanceOf(Outcome.InUse.class);
    assertThat(play.does(A, new Operation.DropQueue("q"))).isEqualTo(new Outcome.Done());
    assertThat(play.does(B, new Operation.DropQueue("out"))).isEqualTo(new Outcome.Done());
    assertThat(play.does(B, new Operation.DropQueue("out"))).isInstanceOf(Outcome.NotFound.class);
    assertThat(play.state.bytes()).isEqualTo(new Play().state.bytes());
  }

  @Test
  void retired_getsNothing_andBusyIsWhoHolds() {
    lease(B, "b");
    assertThat(play.does(A, new Operation.Retire(List.of("pod-a", "pod-b", "pod-c"))))
        .isEqualTo(new Outcome.Retired(List.of("pod-a", "pod-c"), List.of("pod-b")));
    assertThat(play.tries(A, "q", 1, "a")).isEqualTo(new Outcome.Empty());
    assertThat(play.state.idlePods(9)).containsExactly("pod-a");
    play.does(A, new Operation.EndOwner("pod-a", 0));
    assertThat(play.state.isRetired("pod-a")).isFalse();
  }

  @Test
  void killed_isToldByItsHeartbeats() {
    assertThat(play.does(A, new Operation.Kill("pod-b"))).isEqualTo(new Outcome.Killed(1));
    assertThat(play.does(B, new Operation.Heartbeat(Play.idOf(B), List.of())))
        .isEqualTo(new Outcome.Alive(List.of(), true));
    assertThat(play.does(A, new Operation.Heartbeat(Play.idOf(A), List.of())))
        .isEqualTo(new Outcome.Alive(List.of(), false));
  }

  @Test
  void storedBeforeThereWereRules_readsAsAPlainQueue() {
    var content = new java.util.HashMap<>(ChannelCodec.encode(Play.STAMP, new Play().state));
    content.put(
        ChannelCodec.QUEUES,
        "{\"queue\":\"old\",\"maxSize\":3,\"declared\":true,\"done\":4,\"purged\":1}\n"
            + "{\"in\":\"old\",\"n\":9,\"at\":\"2026-11-22T15:00:00Z\",\"json\":1}\n");
    ChannelState state = ChannelCodec.decode(content, Limits.ofBytes(900_000));
    QueueState queue = state.queues().get("old");
    assertThat(queue.config().rules()).isEqualTo(QueueRules.ofSize(3));
    assertThat(queue.counts().puts()).isEqualTo(6);
    assertThat(
            Channels.fold(
                    state, ChangeCodec.decode("{\"op\":\"returned\",\"queue\":\"old\",\"n\":[9]}"))
                .queues()
                .get("old")
                .stock()
                .ready()
                .get(9L)
                .returned())
        .isEqualTo(1);
  }
}
