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

class SettleTest {
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final Play play = new Play();

  @BeforeEach
  void items() {
    play.queue("q", 0);
    play.session(A);
    play.session(B);
    play.does(A, put("q", 1, 2, 3));
  }

  private void beats(List<String> held) {
    play.pass(HEARTBEAT);
    play.does(A, new Operation.Heartbeat(idOf(A), held));
  }

  private String lease(Owner owner, String attempt) {
    return play.take(owner, "q", 1, attempt).get(0).lease();
  }

  @Test
  void ack_finishesTheItem() {
    String lease = lease(A, "a");
    assertThat(play.ack(A, lease)).isEqualTo(new Outcome.Done());
    assertThat(play.stats("q").unfinished()).isEqualTo(2);
    assertThat(play.stats("q").done()).isEqualTo(1);
  }

  @Test
  void ack_repeatedBySameSession_isDone() {
    String lease = lease(A, "a");
    play.ack(A, lease);
    assertThat(play.ack(A, lease)).isEqualTo(new Outcome.Done());
    assertThat(play.stats("q").done()).isEqualTo(1);
  }

  @Test
  void ack_ofAnothersLease_isLost() {
    String lease = lease(A, "a");
    assertThat(play.ack(B, lease)).isEqualTo(new Outcome.LeaseLost(List.of(lease), List.of()));
  }

  @Test
  void ack_afterTheLeaseMovedOn_isLost() {
    String lease = lease(A, "a");
    play.nack(A, lease);
    assertThat(play.ack(A, lease)).isEqualTo(new Outcome.LeaseLost(List.of(lease), List.of()));
    String next = lease(B, "b");
    assertThat(play.ack(A, lease)).isInstanceOf(Outcome.LeaseLost.class);
    play.ack(B, next);
    assertThat(play.ack(A, lease)).isEqualTo(new Outcome.LeaseLost(List.of(lease), List.of(lease)));
  }

  @Test
  void settle_isAllOrNothing() {
    String first = lease(A, "a");
    String second = lease(A, "b");
    play.ack(A, first);
    play.does(A, new Operation.Settle(idOf(A), List.of(second, "no.token"), List.of()));
    assertThat(play.stats("q").leased()).isEqualTo(1);
    Operation both = new Operation.Settle(idOf(A), List.of(first), List.of(second));
    assertThat(play.does(A, both)).isEqualTo(new Outcome.Done());
    assertThat(play.peek("q")).containsExactly("2", "3");
  }

  @Test
  void ack_ofAnItemNamedTwice_countsOnce() {
    String lease = lease(A, "a");
    play.ack(A, lease, lease);
    assertThat(play.stats("q").done()).isEqualTo(1);
  }

  @Test
  void taskDone_acknowledgesTheOldestHeld() {
    play.take(A, "q", 2, "a");
    assertThat(play.does(A, new Operation.TaskDone("q", idOf(A), "k1")))
        .isEqualTo(new Outcome.Done());
    play.does(A, new Operation.CloseSession(idOf(A)));
    assertThat(play.peek("q")).containsExactly("2", "3");
  }

  @Test
  void taskDone_repeatedWithItsKey_acknowledgesOnce_evenAfterATakeover() {
    List<Delivery> held = play.take(A, "q", 2, "a");
    play.does(A, new Operation.TaskDone("q", idOf(A), "k1"));
    play.does(A, new Operation.TaskDone("q", idOf(A), "k1"));
    assertThat(play.stats("q").done()).isEqualTo(1);
    play.crash();
    HeldLease second = new HeldLease(held.get(1).lease(), "q", held.get(1).id());
    play.does(A, new Operation.OpenSession("n", List.of(second)));
    play.does(A, new Operation.TaskDone("q", idOf(A), "k1"));
    assertThat(play.stats("q").done()).isEqualTo(1);
  }

  @Test
  void taskDone_withNothingHeld_isSurplus() {
    assertThat(play.does(A, new Operation.TaskDone("q", idOf(A), "k")))
        .isEqualTo(new Outcome.SurplusTaskDone("q"));
  }

  @Test
  void join_answersWhatIsUnfinished() {
    assertThat(play.does(A, new Operation.Join("q"))).isEqualTo(new Outcome.Unfinished(3));
    play.take(A, "q", 3, "a").forEach(d -> play.ack(A, d.lease()));
    assertThat(play.does(A, new Operation.Join("q"))).isEqualTo(new Outcome.Unfinished(0));
  }

  @Test
  void purge_dropsWhatIsReady_andKeepsWhatIsLeased_alsoForASuccessor() {
    String lease = lease(A, "a");
    assertThat(play.does(A, new Operation.Purge("q"))).isEqualTo(new Outcome.Purged(2));
    assertThat(play.stats("q").unfinished()).isEqualTo(1);
    play.crash();
    assertThat(play.peek("q")).containsExactly("1");
    assertThat(play.ack(A, lease)).isInstanceOf(Outcome.SessionUnknown.class);
  }

  @Test
  void heartbeat_givesBackWhatIsUnlistedTwice() {
    String listed = lease(A, "a");
    lease(A, "b");
    Operation beat = new Operation.Heartbeat(idOf(A), List.of(listed, "nonsense"));
    play.pass(HEARTBEAT);
    assertThat(play.does(A, beat)).isEqualTo(new Outcome.Alive(List.of("nonsense"), false));
    assertThat(play.stats("q").leased()).isEqualTo(2);
    play.pass(HEARTBEAT);
    play.does(A, beat);
    assertThat(play.stats("q").leased()).isEqualTo(1);
    assertThat(play.peek("q")).containsExactly("2", "3");
  }

  @Test
  void heartbeats_thatWereHeldUpAndComeTogether_countAsOne() {
    play.pass(HEARTBEAT);
    lease(A, "a");
    for (int i = 0; i < 5; i++) {
      play.does(A, new Operation.Heartbeat(idOf(A), List.of()));
    }
    assertThat(play.stats("q").leased()).isEqualTo(1);
    beats(List.of());
    assertThat(play.stats("q").leased()).isZero();
  }

  @Test
  void heartbeat_thatListsALeaseAgain_keepsIt() {
    String lease = lease(A, "a");
    for (int i = 0; i < 3; i++) {
      beats(List.of());
      beats(List.of(lease));
    }
    assertThat(play.stats("q").leased()).isEqualTo(1);
  }

  @Test
  void heartbeat_sparesShellHandles() {
    play.takes(A, "q", "a", "shell");
    for (int i = 0; i < 3; i++) {
      beats(List.of());
    }
    assertThat(play.stats("q").leased()).isEqualTo(1);
  }

  @Test
  void shellHandle_acksWhatArrived() {
    Delivery first = ((Outcome.Taken) play.takes(A, "q", "a", "shell")).items().get(0);
    play.does(A, new Operation.Heartbeat(idOf(A), List.of(first.lease())));
    play.takes(A, "q", "b", "shell");
    assertThat(play.stats("q").done()).isEqualTo(1);
  }

  @Test
  void shellHandle_givesBackWhatNobodySaw() {
    Delivery first = ((Outcome.Taken) play.takes(A, "q", "a", "shell")).items().get(0);
    Delivery next = ((Outcome.Taken) play.takes(A, "q", "b", "shell")).items().get(0);
    assertThat(next.id()).isEqualTo(first.id());
    assertThat(next.deliveries()).isEqualTo(2);
    assertThat(play.stats("q").done()).isZero();
  }

  @Test
  void cleanExit_ofAShell_acksWhatArrivedOnly() {
    Delivery first = ((Outcome.Taken) play.takes(A, "q", "a", "shell")).items().get(0);
    play.does(A, new Operation.Heartbeat(idOf(A), List.of(first.lease())));
    play.takes(A, "q", "b", "shell-2");
    play.does(A, new Operation.CloseSession(idOf(A)));
    assertThat(play.stats("q").done()).isEqualTo(1);
    assertThat(play.stats("q").leased()).isZero();
  }

  @Test
  void heartbeat_givingBack_isDurable() {
    lease(A, "a");
    beats(List.of());
    beats(List.of());
    play.crash();
    play.pass(Duration.ofSeconds(10));
    play.session(B);
    assertThat(play.take(B, "q", 1, "z").get(0).deliveries()).isEqualTo(2);
    assertThat(texts(play.take(B, "q", 9, "y"))).containsExactly("2", "3");
  }
}
