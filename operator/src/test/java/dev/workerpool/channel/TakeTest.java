package dev.workerpool.channel;

import static dev.workerpool.channel.Play.A;
import static dev.workerpool.channel.Play.B;
import static dev.workerpool.channel.Play.idOf;
import static dev.workerpool.channel.Play.put;
import static dev.workerpool.channel.Play.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TakeTest {
  private final Play play = new Play();

  @BeforeEach
  void queue() {
    play.queue("q", 0);
    play.session(A);
    play.session(B);
  }

  @Test
  void take_givesTheOldestFirst_andNeedsNoCommit() {
    play.does(A, put("q", 1, 2, 3));
    List<Delivery> items = play.take(A, "q", 2, "a");
    assertThat(texts(items)).containsExactly("1", "2");
    assertThat(items.get(0).deliveries()).isEqualTo(1);
    assertThat(items.get(0).enqueuedAt()).isEqualTo(play.now);
    assertThat(play.changes).isEmpty();
    assertThat(texts(play.take(B, "q", 9, "b"))).containsExactly("3");
    assertThat(play.stats("q").leased()).isEqualTo(3);
  }

  @Test
  void take_fromEmptyQueue_answersEmpty() {
    assertThat(play.tries(A, "q", 1, "a")).isEqualTo(new Outcome.Empty());
  }

  @Test
  void take_withoutSession_orWithAnothers_answersSessionUnknown() {
    Operation take = new Operation.Take("q", idOf(A), 1, "a", null, List.of());
    assertThat(play.does(B, take)).isInstanceOf(Outcome.SessionUnknown.class);
    play.does(A, new Operation.CloseSession(idOf(A)));
    assertThat(play.does(A, take)).isInstanceOf(Outcome.SessionUnknown.class);
  }

  @Test
  void take_repeatedWithItsAttempt_answersTheSameItems() {
    play.does(A, put("q", 1, 2, 3));
    List<Delivery> first = play.take(A, "q", 2, "a");
    assertThat(play.take(A, "q", 2, "a")).isEqualTo(first);
    assertThat(texts(play.take(A, "q", 2, "b"))).containsExactly("3");
  }

  @Test
  void take_ofALostReplyGivenBackMeanwhile_takesAnew() {
    play.does(A, put("q", 1));
    String lease = play.take(A, "q", 1, "a").get(0).lease();
    for (int i = 0; i < 2; i++) {
      play.pass(Duration.ofSeconds(5));
      play.does(A, new Operation.Heartbeat(idOf(A), List.of()));
    }
    Delivery again = play.take(A, "q", 1, "a").get(0);
    assertThat(again.lease()).isNotEqualTo(lease);
    assertThat(again.deliveries()).isEqualTo(2);
  }

  @Test
  void take_withHandle_acknowledgesWhatTheHandleHeld() {
    play.does(A, put("q", 1, 2, 3));
    play.takes(A, "q", "a1", "h");
    play.takes(A, "q", "b1", "other");
    assertThat(play.stats("q").unfinished()).isEqualTo(3);
    play.takes(A, "q", "a2", "h");
    assertThat(play.stats("q").done()).isEqualTo(1);
    assertThat(play.takes(A, "q", "a3", "h")).isEqualTo(new Outcome.Empty());
    assertThat(play.stats("q").done()).isEqualTo(2);
  }

  @Test
  void take_withHandleRepeated_acknowledgesNothing() {
    play.does(A, put("q", 1, 2));
    Outcome first = play.takes(A, "q", "a1", "h");
    assertThat(play.takes(A, "q", "a1", "h")).isEqualTo(first);
    assertThat(play.stats("q").done()).isZero();
  }

  @Test
  void take_withHandle_acknowledgesAfterATakeoverToo() {
    play.does(A, put("q", 1));
    Delivery held = ((Outcome.Taken) play.takes(A, "q", "a1", "h")).items().get(0);
    play.crash();
    HeldLease lease = new HeldLease(held.lease(), "q", held.id());
    play.does(A, new Operation.OpenSession("n", List.of(lease)));
    play.takes(A, "q", "a2", "h");
    assertThat(play.stats("q").done()).isEqualTo(1);
  }

  @Test
  void take_withAcks_settlesAndTakesInOne() {
    play.does(A, put("q", 1, 2));
    String lease = play.take(A, "q", 1, "a").get(0).lease();
    Operation next = new Operation.Take("q", idOf(A), 1, "b", null, List.of(lease));
    assertThat(play.does(A, next)).isInstanceOf(Outcome.Taken.class);
    assertThat(play.changes).hasSize(1);
    assertThat(play.stats("q").done()).isEqualTo(1);
  }

  @Test
  void take_withALostLease_takesNothing() {
    play.does(A, put("q", 1, 2));
    String lease = play.take(A, "q", 1, "a").get(0).lease();
    Operation next = new Operation.Take("q", idOf(B), 1, "b", null, List.of(lease));
    assertThat(play.does(B, next)).isEqualTo(new Outcome.LeaseLost(List.of(lease), List.of()));
    assertThat(play.stats("q").ready()).isEqualTo(1);
  }

  @Test
  void take_ofManyLargeItems_isBounded_butNeverEmpty() {
    Play roomy = new Play(100 << 20);
    roomy.queue("q", 0);
    roomy.session(A);
    String large = '"' + "x".repeat(200 * 1024) + '"';
    for (int i = 0; i < 7; i++) {
      roomy.does(A, put("q", large));
    }
    assertThat(roomy.peek("q")).hasSize(5);
    assertThat(roomy.take(A, "q", 100, "a")).hasSize(5);
    assertThat(roomy.take(A, "q", 100, "b")).hasSize(2);
  }

  @Test
  void redelivered_comesBackToTheFront() {
    play.does(A, put("q", 1, 2, 3));
    String first = play.take(A, "q", 1, "a").get(0).lease();
    String second = play.take(A, "q", 1, "b").get(0).lease();
    play.nack(A, second);
    play.nack(A, first);
    assertThat(play.peek("q")).containsExactly("1", "2", "3");
    assertThat(play.take(B, "q", 1, "c").get(0).deliveries()).isEqualTo(2);
  }

  @Test
  void redelivery_mayExceedMaxSize_thenPutsWait() {
    play.queue("small", 1);
    play.does(A, put("small", 1));
    String lease = play.take(A, "small", 1, "a").get(0).lease();
    play.does(A, put("small", 2));
    play.nack(A, lease);
    assertThat(play.stats("small").ready()).isEqualTo(2);
    assertThat(play.does(A, put("small", 3))).isInstanceOf(Outcome.Full.class);
  }

  @Test
  void grace_holdsBackWhatWasThere_untilItIsOver() {
    play.does(A, put("q", 1));
    play.crash();
    play.session(B);
    assertThat(play.tries(B, "q", 1, "a")).isEqualTo(new Outcome.Empty());
    play.pass(Duration.ofSeconds(10));
    assertThat(texts(play.take(B, "q", 1, "a"))).containsExactly("1");
  }

  @Test
  void grace_doesNotHoldBackAQueueThatWasEmpty() {
    play.queue("old", 0);
    play.does(A, put("old", 1));
    play.crash();
    play.session(B);
    play.does(A, put("q", 2));
    assertThat(texts(play.take(B, "q", 1, "a"))).containsExactly("2");
    play.does(A, put("old", 3));
    assertThat(play.tries(B, "old", 1, "b")).isEqualTo(new Outcome.Empty());
  }

  @Test
  void closedDrain_deliversTheRest_thenAnswersClosed() {
    play.does(A, put("q", 1));
    play.does(A, new Operation.Close("q", CloseMode.DRAIN));
    assertThat(play.does(A, put("q", 2))).isEqualTo(new Outcome.Closed("q"));
    String lease = play.take(A, "q", 1, "a").get(0).lease();
    assertThat(play.tries(B, "q", 1, "b")).isEqualTo(new Outcome.Empty());
    assertThat(play.tries(A, "q", 1, "own")).isEqualTo(new Outcome.Closed("q"));
    play.ack(A, lease);
    assertThat(play.tries(B, "q", 1, "b")).isEqualTo(new Outcome.Closed("q"));
  }

  @Test
  void closedDrain_stillDeliversWhatComesBack() {
    play.does(A, put("q", 1));
    play.does(A, new Operation.Close("q", CloseMode.DRAIN));
    play.take(B, "q", 1, "b");
    assertThat(play.tries(A, "q", 1, "a")).isEqualTo(new Outcome.Empty());
    play.does(A, new Operation.EndOwner("pod-b", 1));
    assertThat(texts(play.take(A, "q", 1, "a"))).containsExactly("1");
  }

  @Test
  void closedImmediate_dropsWhatIsReadyAndWhatComesBack() {
    play.does(A, put("q", 1, 2, 3));
    String acked = play.take(A, "q", 1, "a").get(0).lease();
    String nacked = play.take(A, "q", 1, "b").get(0).lease();
    play.does(A, new Operation.Close("q", CloseMode.IMMEDIATE));
    assertThat(play.tries(B, "q", 1, "c")).isEqualTo(new Outcome.Closed("q"));
    assertThat(play.ack(A, acked)).isEqualTo(new Outcome.Done());
    assertThat(play.nack(A, nacked)).isEqualTo(new Outcome.Done());
    QueueStats stats = play.stats("q");
    assertThat(stats.unfinished()).isZero();
    assertThat(stats.done()).isEqualTo(1);
    assertThat(stats.closed()).isEqualTo(CloseMode.IMMEDIATE);
  }
}
