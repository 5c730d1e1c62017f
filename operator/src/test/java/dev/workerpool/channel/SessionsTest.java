package dev.workerpool.channel;

import static dev.workerpool.channel.Play.A;
import static dev.workerpool.channel.Play.B;
import static dev.workerpool.channel.Play.idOf;
import static dev.workerpool.channel.Play.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final Play play = new Play();

  @BeforeEach
  void items() {
    play.does(A, new Operation.Declare(declared("q")));
    play.does(A, put("q", 1, 2, 3));
  }

  private static Declaration declared(String queue) {
    return new Declaration(List.of(new Declaration.DeclaredQueue(queue, 0)), List.of("ready"));
  }

  private static HeldLease held(Delivery d) {
    return new HeldLease(d.lease(), "q", d.id());
  }

  @Test
  void open_withTheSameNonce_isTheSameSession_underAnyRelay() {
    String session = play.session(A);
    assertThat(play.session(A)).isEqualTo(session);
    play.crash();
    assertThat(play.session(A)).isEqualTo(session);
    assertThat(play.session(B)).isNotEqualTo(session);
  }

  @Test
  void open_afterATakeover_takesUpWhatIsHeld() {
    play.session(A);
    Delivery d = play.take(A, "q", 1, "a").get(0);
    play.crash();
    assertThat(play.does(A, new Operation.OpenSession("n", List.of(held(d)))))
        .isEqualTo(new Outcome.SessionOpened(idOf(A), List.of()));
    assertThat(play.stats("q").leased()).isEqualTo(1);
    play.pass(Duration.ofSeconds(10));
    play.session(B);
    assertThat(Play.texts(play.take(B, "q", 9, "b"))).containsExactly("2", "3");
    assertThat(play.ack(A, d.lease())).isEqualTo(new Outcome.Done());
  }

  @Test
  void open_tooLate_answersUnknown() {
    play.session(A);
    Delivery d = play.take(A, "q", 1, "a").get(0);
    play.crash();
    play.pass(Duration.ofSeconds(10));
    play.session(B);
    play.take(B, "q", 1, "b");
    assertThat(play.does(A, new Operation.OpenSession("n", List.of(held(d)))))
        .isEqualTo(new Outcome.SessionOpened(idOf(A), List.of(d.lease())));
    assertThat(play.ack(A, d.lease())).isInstanceOf(Outcome.LeaseLost.class);
  }

  @Test
  void open_ofWhatWasAcknowledgedOrNeverWas_answersUnknown() {
    play.session(A);
    Delivery d = play.take(A, "q", 1, "a").get(0);
    play.ack(A, d.lease());
    play.crash();
    HeldLease nonsense = new HeldLease("x", "q", "1");
    HeldLease otherItem = new HeldLease(d.lease(), "q", "2");
    assertThat(play.does(A, new Operation.OpenSession("n", List.of(held(d), nonsense, otherItem))))
        .isEqualTo(new Outcome.SessionOpened(idOf(A), List.of(d.lease(), "x", d.lease())));
  }

  @Test
  void open_cannotTakeBackWhatThisRelayGaveBack() {
    play.session(A);
    Delivery d = play.take(A, "q", 1, "a").get(0);
    play.nack(A, d.lease());
    assertThat(play.does(A, new Operation.OpenSession("n", List.of(held(d)))))
        .isEqualTo(new Outcome.SessionOpened(idOf(A), List.of(d.lease())));
  }

  @Test
  void close_acknowledgesImplicitLeases_andGivesBackTheOthers() {
    play.session(A);
    play.takes(A, "q", "a", "h");
    play.take(A, "q", 1, "b");
    play.does(A, new Operation.CloseSession(idOf(A)));
    assertThat(play.stats("q").done()).isEqualTo(1);
    assertThat(play.peek("q")).containsExactly("2", "3");
    assertThat(play.does(A, new Operation.CloseSession(idOf(A)))).isEqualTo(new Outcome.Done());
  }

  @Test
  void deathWithExitCode0_acknowledgesImplicitLeases() {
    play.session(A);
    play.takes(A, "q", "a", "h");
    play.does(B, new Operation.EndOwner("pod-a", 0));
    assertThat(play.stats("q").done()).isEqualTo(1);
  }

  @Test
  void anyOtherDeath_givesBackAll() {
    play.session(A);
    play.takes(A, "q", "a", "h");
    play.take(A, "q", 1, "b");
    play.does(B, new Operation.EndOwner("pod-a", -9));
    assertThat(play.peek("q")).containsExactly("1", "2", "3");
    assertThat(play.state.hasSession("pod-a")).isFalse();
    play.session(B);
    play.take(B, "q", 2, "c");
    play.does(A, new Operation.EndOwner("pod-b", null));
    assertThat(play.peek("q")).containsExactly("1", "2", "3");
  }

  @Test
  void death_endsEachSessionOfThePod_andNobodyElses() {
    play.session(A);
    play.does(A, new Operation.OpenSession("second", List.of()));
    play.session(B);
    play.take(B, "q", 1, "b");
    play.does(B, new Operation.EndOwner("pod-a", 1));
    assertThat(play.state.sessions()).hasSize(1);
    assertThat(play.stats("q").leased()).isEqualTo(1);
  }

  @Test
  void guest_silentFor30s_isGone_butAPodIsNot() {
    Owner guest = Owner.guest("laptop");
    play.session(guest);
    play.session(A);
    play.take(guest, "q", 1, "g");
    play.take(A, "q", 1, "a");
    play.pass(Duration.ofSeconds(29));
    play.does(guest, new Operation.Heartbeat(idOf(guest), List.of()));
    play.pass(Duration.ofSeconds(30));
    play.does(A, new Operation.Expire());
    assertThat(play.stats("q").leased()).isEqualTo(2);
    play.pass(Duration.ofSeconds(1));
    play.does(A, new Operation.Expire());
    assertThat(play.stats("q").leased()).isEqualTo(1);
    assertThat(play.peek("q")).containsExactly("1", "3");
  }

  private void guestHoldsOfEachKind(Owner guest) {
    play.does(guest, new Operation.MakeQueue("own", 0));
    for (String nonce : List.of("n", "n-1", "nn")) {
      play.does(guest, new Operation.OpenSession(nonce, List.of()));
      String session = SessionState.idOf(guest, nonce);
      play.does(guest, new Operation.Take("q", session, 1, "a", "h", List.of()));
    }
  }

  @Test
  void programsEnd_withExitCode0_acknowledgesWhatItsSessionsHoldImplicitly() {
    Owner guest = Owner.guest("laptop");
    guestHoldsOfEachKind(guest);
    play.does(guest, new Operation.CloseSessions("n", 0));
    assertThat(play.stats("q").done()).isEqualTo(2);
    assertThat(play.stats("q").leased()).as("of another program").isEqualTo(1);
    assertThat(play.state.queues()).containsKey("own");
    play.does(guest, new Operation.CloseSessions("nn", 0));
    assertThat(play.state.queues()).as("its maker has ended").doesNotContainKey("own");
  }

  @Test
  void programsEnd_otherwise_givesBackAll_alsoAPods_whoseQueuesStay() {
    guestHoldsOfEachKind(A);
    play.does(A, new Operation.CloseSessions("n", 137));
    assertThat(play.peek("q")).containsExactly("1", "2");
    play.does(A, new Operation.CloseSessions("nn", null));
    assertThat(play.peek("q")).containsExactly("1", "2", "3");
    assertThat(play.state.queues()).containsKey("own");
    assertThat(play.does(A, new Operation.CloseSessions("nn", null))).isEqualTo(new Outcome.Done());
    assertThat(play.does(A, new Operation.CloseSessions("", 0)))
        .isInstanceOf(Outcome.Malformed.class);
  }

  @Test
  void handedOver_sessionsAndLeasesGoOn_withoutGrace() {
    play.session(A);
    Delivery d = play.take(A, "q", 1, "a").get(0);
    play.takes(A, "q", "b", "h");
    var stored = ChannelCodec.encode(Play.STAMP, play.state.handedOver());
    ChannelState next =
        ChannelCodec.decode(stored, play.state.limits())
            .claimed(2, play.now, Duration.ofSeconds(10));
    assertThat(next.graceUntil()).isNull();
    play.state = next;
    Applied replay =
        Channels.apply(
            next,
            new Request(A, new Operation.Take("q", idOf(A), 1, "a", null, List.of())),
            play.now);
    assertThat(replay.outcome()).isEqualTo(new Outcome.Taken(List.of(d)));
    assertThat(ChannelCodec.encode(Play.STAMP, next)).doesNotContainKey(ChannelCodec.SESSIONS);
    Applied acked =
        Channels.apply(
            next,
            new Request(A, new Operation.Settle(idOf(A), List.of(d.lease()), List.of())),
            play.now);
    assertThat(acked.outcome()).isEqualTo(new Outcome.Done());
  }

  @Test
  void leaseTokens_areNeverTheSame_acrossEpochs() {
    play.session(A);
    String before = play.take(A, "q", 1, "a").get(0).lease();
    play.crash();
    play.pass(Duration.ofSeconds(10));
    play.session(B);
    assertThat(play.take(B, "q", 1, "a").get(0).lease()).isNotEqualTo(before);
  }
}
