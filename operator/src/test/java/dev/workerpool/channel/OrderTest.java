package dev.workerpool.channel;

import static dev.workerpool.channel.Play.A;
import static dev.workerpool.channel.Play.B;
import static dev.workerpool.channel.Play.put;
import static dev.workerpool.channel.Play.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which item is delivered next, and when. */
class OrderTest {
  private final Play play = new Play();

  private void queue(Order order, int maxSize) {
    play.does(A, new Operation.MakeQueue("q", new QueueRules(maxSize, order, 5, 0)));
    play.session(A);
    play.session(B);
  }

  private static Operation ranked(Object... textsAndPriorities) {
    var items = new java.util.ArrayList<Body>();
    for (int i = 0; i < textsAndPriorities.length; i += 2) {
      items.add(
          Body.json(textsAndPriorities[i].toString())
              .withPriority((Integer) textsAndPriorities[i + 1]));
    }
    return new Operation.Put("q", null, items);
  }

  private static Operation later(Object text, long seconds) {
    Body body = Body.json(text.toString()).withDelay(Duration.ofSeconds(seconds));
    return new Operation.Put("q", null, List.of(body));
  }

  @Test
  void lifo_deliversTheLastPutFirst() {
    queue(Order.LIFO, 0);
    play.does(A, put("q", 1, 2));
    play.does(A, put("q", 3));
    assertThat(play.peek("q")).containsExactly("3", "2", "1");
    assertThat(texts(play.take(A, "q", 2, "a"))).containsExactly("3", "2");
  }

  @Test
  void priority_deliversTheLowestFirst_andEqualOnesAsPut() {
    queue(Order.PRIORITY, 0);
    play.does(A, ranked(1, 5, 2, -7, 3, 5, 4, Integer.MIN_VALUE, 5, Integer.MAX_VALUE));
    assertThat(play.peek("q")).containsExactly("4", "2", "1", "3", "5");
    assertThat(texts(play.take(A, "q", 9, "a"))).containsExactly("4", "2", "1", "3", "5");
  }

  @Test
  void givenBack_takesItsPlaceAgain_inAnyOrder() {
    for (Order order : Order.values()) {
      Play play = new Play();
      play.does(A, new Operation.MakeQueue("q", new QueueRules(0, order, 5, 0)));
      play.session(A);
      play.does(A, put("q", 1, 2, 3));
      List<String> before = play.peek("q");
      play.nack(A, play.take(A, "q", 1, "a").get(0).lease());
      assertThat(play.peek("q")).as(order.wire()).isEqualTo(before);
    }
  }

  @Test
  void priority_inAnotherOrder_isRefusedUnlessZero() {
    queue(Order.FIFO, 0);
    assertThat(play.does(A, ranked(1, 1))).isInstanceOf(Outcome.Malformed.class);
    assertThat(play.does(A, ranked(1, 0))).isEqualTo(new Outcome.Stored(false));
  }

  @Test
  void order_survivesACrash() {
    queue(Order.PRIORITY, 0);
    play.does(A, ranked(1, 5, 2, 1));
    play.crash();
    assertThat(play.peek("q")).containsExactly("2", "1");
    assertThat(play.stats("q").rules()).isEqualTo(new QueueRules(0, Order.PRIORITY, 5, 0));
  }

  @Test
  void order_ofTheSpec_mayChange() {
    play.does(A, declared(Order.FIFO, null));
    play.does(A, put("q", 1, 2));
    play.does(A, declared(Order.LIFO, null));
    assertThat(play.peek("q")).containsExactly("2", "1");
    play.does(A, declared(Order.PRIORITY, null));
    play.does(A, ranked(3, -1));
    assertThat(play.peek("q")).containsExactly("3", "1", "2");
  }

  @Test
  void delayed_isUnfinishedButNotReady_untilItsTime() {
    queue(Order.FIFO, 0);
    play.does(A, later(1, 3));
    assertThat(play.tries(A, "q", 1, "a")).isEqualTo(new Outcome.Empty());
    assertThat(play.stats("q").ready()).isZero();
    assertThat(play.stats("q").delayed()).isEqualTo(1);
    assertThat(play.stats("q").unfinished()).isEqualTo(1);
    assertThat(play.state.nextTimer()).isEqualTo(play.now.plusSeconds(3));
    play.pass(Duration.ofSeconds(3));
    assertThat(texts(play.take(A, "q", 1, "b"))).containsExactly("1");
    assertThat(play.state.nextTimer()).isNull();
  }

  @Test
  void delayed_takesNoRoom_andComesInItsPlaceAfterACrash() {
    queue(Order.FIFO, 1);
    play.does(A, later(1, 3));
    assertThat(play.does(A, put("q", 2))).isEqualTo(new Outcome.Stored(false));
    assertThat(play.does(A, later(3, 1))).isEqualTo(new Outcome.Stored(false));
    play.crash();
    play.pass(Duration.ofSeconds(20));
    assertThat(play.peek("q")).containsExactly("1", "2", "3");
    assertThat(play.does(A, put("q", 4))).isEqualTo(new Outcome.Full("q", 1));
  }

  @Test
  void nack_withDelay_comesBackLater() {
    queue(Order.FIFO, 0);
    play.does(A, put("q", 1, 2));
    Operation.Nack nack =
        new Operation.Nack(
            play.take(A, "q", 1, "a").get(0).lease(), Duration.ofSeconds(2), false, "");
    play.does(A, new Operation.Settle(Play.idOf(A), List.of(), List.of(nack), List.of()));
    assertThat(play.peek("q")).containsExactly("2");
    play.pass(Duration.ofSeconds(2));
    assertThat(play.peek("q")).containsExactly("1", "2");
  }

  @Test
  void timedLease_endsThoughItsProcessBeats_andItsAckIsRefused() {
    play.does(A, new Operation.MakeQueue("q", new QueueRules(0, Order.FIFO, 5, 4)));
    play.session(A);
    play.does(A, put("q", 1));
    String lease = play.take(A, "q", 1, "a").get(0).lease();
    play.pass(Duration.ofSeconds(3));
    play.does(A, new Operation.Heartbeat(Play.idOf(A), List.of(lease)));
    assertThat(play.stats("q").leased()).isEqualTo(1);
    play.pass(Duration.ofSeconds(1));
    assertThat(play.stats("q").ready()).isEqualTo(1);
    assertThat(play.ack(A, lease)).isInstanceOf(Outcome.LeaseLost.class);
    assertThat(play.take(A, "q", 1, "b").get(0).deliveries()).isEqualTo(2);
  }

  @Test
  void spec_closesAndOpensAgain_andLeavesWhatWasClosedAtRunTime() {
    play.does(A, declared(Order.FIFO, CloseMode.DRAIN));
    assertThat(play.does(A, put("q", 1))).isEqualTo(new Outcome.Closed("q"));
    play.does(A, declared(Order.FIFO, null));
    assertThat(play.does(A, put("q", 1))).isEqualTo(new Outcome.Stored(false));
    play.does(A, new Operation.Close("q", CloseMode.DRAIN));
    play.does(A, declared(Order.FIFO, null));
    assertThat(play.stats("q").closed()).isEqualTo(CloseMode.DRAIN);
    play.does(A, declared(Order.FIFO, CloseMode.IMMEDIATE));
    assertThat(play.stats("q").unfinished()).isZero();
  }

  private static Operation declared(Order order, CloseMode closed) {
    return new Operation.Declare(
        new Declaration(
            List.of(new Declaration.DeclaredQueue("q", new QueueRules(0, order, 5, 0), closed)),
            List.of()));
  }
}
