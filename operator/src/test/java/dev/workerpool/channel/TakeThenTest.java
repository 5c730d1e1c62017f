package dev.workerpool.channel;

import static dev.workerpool.channel.Play.A;
import static dev.workerpool.channel.Play.B;
import static dev.workerpool.channel.Play.idOf;
import static dev.workerpool.channel.Play.numbered;
import static dev.workerpool.channel.Play.put;
import static dev.workerpool.channel.Play.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker's loop in one request: done with this, here is its result, give me the next. */
class TakeThenTest {
  private final Play play = new Play();
  private String lease;

  @BeforeEach
  void anItemIsHeld() {
    play.queue("q", 0);
    play.queue("out", 1);
    play.session(A);
    play.session(B);
    play.does(A, put("q", 1, 2));
    lease = play.take(A, "q", 1, "a").get(0).lease();
  }

  private Operation.Take next(String attempt) {
    Operation.Put result = (Operation.Put) numbered("out", "p", 1, "\"one\"");
    return new Operation.Take("q", idOf(A), 1, attempt, null, List.of(lease), List.of(result));
  }

  private void assertSettled() {
    assertThat(play.stats("q").done()).isEqualTo(1);
    assertThat(play.peek("out")).containsExactly("\"one\"");
  }

  private void assertUntouched() {
    assertThat(play.changes).isEmpty();
    assertThat(play.stats("q").leased()).isEqualTo(1);
    assertThat(play.stats("q").done()).isZero();
  }

  @Test
  void take_withThen_acknowledgesPutsAndTakes() {
    Outcome.Taken taken = (Outcome.Taken) play.does(A, next("b"));
    assertThat(texts(taken.items())).containsExactly("2");
    assertThat(play.changes).hasSize(2);
    assertSettled();
  }

  @Test
  void take_withThen_repeated_answersTheSame_andPutsOnce() {
    Outcome first = play.does(A, next("b"));
    assertThat(play.does(A, next("b"))).isEqualTo(first);
    assertSettled();
  }

  @Test
  void take_withThen_fromEmptyQueue_isSettledAllTheSame_andCanBeRepeated() {
    play.take(B, "q", 1, "b");
    assertThat(play.does(A, next("c"))).isEqualTo(new Outcome.Empty());
    assertSettled();
    assertThat(play.does(A, next("c"))).isEqualTo(new Outcome.Empty());
    assertSettled();
  }

  @Test
  void take_withThen_repeatedAfterATakeover_isDoneBefore_andTakes() {
    play.take(B, "q", 1, "b");
    play.does(A, next("c"));
    play.crash();
    play.session(A);
    play.queue("q2", 0);
    play.does(A, put("q2", 3));
    Operation.Take again = next("c");
    Operation other = new Operation.Take("q2", idOf(A), 1, "c", null, again.acks(), again.then());
    assertThat(texts(((Outcome.Taken) play.does(A, other)).items())).containsExactly("3");
    assertSettled();
  }

  @Test
  void take_withThen_intoAFullQueue_doesNothing() {
    play.does(B, put("out", 0));
    assertThat(play.does(A, next("b"))).isEqualTo(new Outcome.Full("out", 1));
    assertUntouched();
  }

  @Test
  void take_withThen_ofALostLease_putsAndTakesNothing() {
    Operation.Take mine = next("b");
    Operation foreign = new Operation.Take("q", idOf(B), 1, "b", null, mine.acks(), mine.then());
    assertThat(play.does(B, foreign)).isEqualTo(new Outcome.LeaseLost(List.of(lease), List.of()));
    assertUntouched();
    assertThat(play.peek("out")).isEmpty();
  }

  @Test
  void take_withThen_intoAClosedQueue_doesNothing() {
    play.does(A, new Operation.Close("out", CloseMode.DRAIN));
    assertThat(play.does(A, next("b"))).isEqualTo(new Outcome.Closed("out"));
    assertUntouched();
  }

  @Test
  void take_withThen_fromADrainedQueue_isSettledAllTheSame() {
    String second = play.take(B, "q", 1, "b").get(0).lease();
    play.ack(B, second);
    play.does(A, new Operation.Close("q", CloseMode.DRAIN));
    assertThat(play.does(A, next("c"))).isEqualTo(new Outcome.Closed("q"));
    assertThat(play.stats("q").done()).isEqualTo(2);
    assertThat(play.peek("out")).containsExactly("\"one\"");
    // Which of the two queues is closed: the settlement repeated tells.
    Operation.Take asked = next("c");
    Operation settle = new Operation.Settle(idOf(A), asked.acks(), List.of(), asked.then());
    assertThat(play.does(A, settle)).isEqualTo(new Outcome.Done());
  }
}
