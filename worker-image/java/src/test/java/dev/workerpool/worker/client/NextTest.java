package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Done with this, here is its result, give me the next: one request, and what may go wrong. */
class NextTest extends ChannelFixture {
  private static final String LOST =
      "{\"type\":\"https://workerpool.dev/problems/lease-lost\",\"title\":\"Lease is lost\","
          + "\"status\":409,\"detail\":\"\",\"retryable\":false,\"leases\":[\"L1\"],\"gone\":[%s]}";

  @BeforeEach
  void anItemIsHeld() throws Exception {
    relay.opensSession().answers(200, one("L1"));
    channel.take("tasks", 1, null, List.of(), never());
  }

  @Test
  void next_acksPutsAndTakes_inOneRequest() throws Exception {
    relay.answers(200, one("L2")).answersGolden(201, "put-reply");
    Next next = channel.next("tasks", finished("a"), never());
    assertThat(next.settled()).isEqualTo(Outcome.DONE);
    assertThat(next.taken().items()).extracting(Reply.Item::lease).containsExactly("L2");
    channel.put("results", List.of(item("b")), never());
    Request.Take take = take(2);
    assertThat(relay.lines().get(2)).isEqualTo("POST /queues/tasks/leases?wait=20.0s");
    assertThat(take.ack()).containsExactly("L1");
    assertThat(take.max()).isEqualTo(1);
    String producer = sent(3, Request.Put.class).producer();
    assertThat(take.then())
        .containsExactly(new Request.Then("results", producer, 1, List.of(item("a"))));
    assertThat(sent(3, Request.Put.class).seq()).isEqualTo(2);
  }

  @Test
  void withoutPuts_saysNothingOfThem() throws Exception {
    relay.answers(200, one("L2"));
    channel.next("tasks", channel.finished("L1", List.of()), never());
    assertThat(relay.bodies().get(2)).contains("\"ack\":[\"L1\"]").doesNotContain("then");
  }

  @Test
  void lostReply_isAskedAgainWithTheSameAttemptAndNumbers() throws Exception {
    relay.loses().refuses(503, "not-leader").loses().answers(200, one("L2"));
    channel.next("tasks", finished("a"), never());
    assertThat(relay.bodies().subList(2, 6)).containsOnly(relay.bodies().get(2));
  }

  @Test
  void nothingToTake_isSettledAllTheSame_andAskedForWithoutIt() throws Exception {
    relay.answersAfter(Duration.ofSeconds(20), 204, "").answers(200, one("L2"));
    Finished finished = finished("a");
    assertThat(channel.next("tasks", finished, never()).taken().items()).hasSize(1);
    assertThat(take(3).ack()).isNull();
    assertThat(take(3).then()).isNull();
    assertThat(take(3).attempt()).isNotEqualTo(take(2).attempt());
    assertThat(channel.settle(finished, never())).isEqualTo(Outcome.DONE); // and asks nobody
  }

  @Test
  void fullResults_areWaitedFor_underTheSameNumbers() throws Exception {
    relay.answersAfter(Duration.ofSeconds(20), 429, ScriptedRelay.golden("problem-queue-full"));
    relay.refuses(507, "byte-quota").answers(200, one("L2"));
    assertThat(channel.next("tasks", finished("a"), never()).settled()).isEqualTo(Outcome.DONE);
    assertThat(relay.bodies().subList(2, 5)).containsOnly(relay.bodies().get(2));
    relay.refuses(429, "queue-full");
    assertThat(channel.next("tasks", finished("a"), in(Duration.ZERO)))
        .isEqualTo(Next.none(Outcome.TIMED_OUT));
  }

  @Test
  void lostLease_putsAndTakesNothing_andTheNumberIsFree() throws Exception {
    relay.answers(409, String.format(LOST, "")).answersGolden(201, "put-reply");
    assertThat(channel.next("tasks", finished("a"), never())).isEqualTo(Next.none(Outcome.LOST));
    channel.put("results", List.of(item("b")), never());
    assertThat(sent(3, Request.Put.class).seq()).isEqualTo(1);
    assertThat(sent(3, Request.Put.class).producer()).isEqualTo(take(2).then().get(0).producer());
  }

  @Test
  void itemThatIsGone_wasDoneBySomebodyElse_unlessOurTryBeforeIsInDoubt() throws Exception {
    relay.answers(409, String.format(LOST, "\"L1\""));
    assertThat(channel.next("tasks", finished("a"), never()).settled()).isEqualTo(Outcome.LOST);
    relay.loses().answers(409, String.format(LOST, "\"L1\"")).answers(200, one("L2"));
    assertThat(channel.next("tasks", finished("a"), never()).settled()).isEqualTo(Outcome.DONE);
    assertThat(take(5).ack()).isNull();
  }

  @Test
  void closed_isAskedOf_byTheSettlementAlone_underTheSameNumbers() throws Exception {
    relay.refuses(410, "closed").answersGolden(200, "settle-reply");
    Next drained = channel.next("tasks", finished("a"), never());
    assertThat(drained).isEqualTo(new Next(Outcome.DONE, Taken.nothing(Outcome.CLOSED)));
    assertThat(settle(3).ack()).containsExactly("L1");
    assertThat(settle(3).then()).isEqualTo(take(2).then());
    relay.refuses(410, "closed").refuses(410, "closed");
    assertThat(channel.next("tasks", finished("b"), never()).settled()).isEqualTo(Outcome.CLOSED);
  }

  @Test
  void anotherRelay_isToldWhatIsHeld_andTheSameAgain() throws Exception {
    relay.refuses(404, "session-unknown").answersGolden(201, "session-reply-unknown");
    relay.answers(200, one("L2"));
    channel.next("tasks", finished("a"), never());
    assertThat(relay.bodies().get(3)).contains("\"lease\":\"L1\"");
    assertThat(take(4).session()).isEqualTo("s-8-1");
    assertThat(take(4).then()).isEqualTo(take(2).then());
    assertThat(take(4).attempt()).isEqualTo(take(2).attempt());
  }

  @Test
  void forgottenProducer_isAnotherOne() throws Exception {
    relay.refuses(409, "sequence-gap").answers(200, one("L2"));
    channel.next("tasks", finished("a"), never());
    assertThat(take(3).then().get(0).producer()).isNotEqualTo(take(2).then().get(0).producer());
  }

  @Test
  void otherRefusal_isThrown_andWhatNoRelayTakesIsNotSent() {
    relay.refuses(404, "not-found");
    assertThatThrownBy(() -> channel.next("tasks", finished("a"), never()))
        .isInstanceOf(RefusedException.class);
    String huge = "x".repeat(800 * 1024);
    assertThatThrownBy(() -> channel.next("tasks", finished(huge), never()))
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> channel.settle(finished(huge), never()))
        .hasMessageContaining("too large");
    assertThat(relay.lines()).hasSize(3);
  }

  @Test
  void interrupted_givesBackWhatNobodySaw_andTheRestIsSettledOnce() throws Exception {
    relay.interrupts(Thread.currentThread()).answers(200, one("L2"));
    relay.answersGolden(200, "settle-reply").answersGolden(200, "settle-reply");
    Finished finished = finished("a");
    assertThatThrownBy(() -> channel.next("tasks", finished, never()))
        .isInstanceOf(InterruptedException.class);
    channel.awaitCertainty();
    assertThat(take(3).attempt()).isEqualTo(take(2).attempt());
    assertThat(take(3).then()).isNull();
    assertThat(settle(4).nack()).containsExactly("L2");
    assertThat(channel.settle(finished, never())).isEqualTo(Outcome.DONE);
    assertThat(settle(5).ack()).containsExactly("L1");
    assertThat(settle(5).then()).isEqualTo(take(2).then());
  }

  @Test
  void settledLater_isDone_orGivenBackWhereThereIsNoRoomSoon() throws Exception {
    relay.answersGolden(200, "settle-reply");
    channel.settleLater(finished("a"));
    channel.awaitCertainty();
    assertThat(settle(2).then()).hasSize(1);
    relay.answersAfter(Duration.ofSeconds(3), 429, ScriptedRelay.golden("problem-queue-full"));
    relay.answersGolden(200, "settle-reply").refuses(404, "not-found");
    relay.answersGolden(200, "settle-reply");
    channel.settleLater(finished("b"));
    channel.awaitCertainty();
    channel.settleLater(finished("c"));
    channel.awaitCertainty();
    assertThat(relay.lines().get(3)).isEqualTo("POST /leases?wait=3.0s");
    assertThat(settle(4).nack()).containsExactly("L1");
    assertThat(settle(6).nack()).containsExactly("L1");
  }

  @Test
  void settledLater_inVain_isNotHeldAnyLonger() throws Exception {
    relay.thenIsSilent();
    channel.settleLater(finished("a"));
    channel.awaitCertainty();
    channel.heartbeat();
    assertThat(relay.bodies()).last().isEqualTo("{\"held\":[]}");
  }

  @Test
  void oneUnansweredTry_keepsTheNumbersFromOthers_whateverIsSaidLater() throws Exception {
    relay.loses().refuses(429, "queue-full").refuses(404, "session-unknown").opensSession();
    relay.refuses(410, "closed").refuses(410, "closed").answersGolden(201, "put-reply");
    assertThat(channel.next("tasks", finished("a"), never()).settled()).isEqualTo(Outcome.CLOSED);
    channel.put("results", List.of(item("b")), never());
    assertThat(sent(8, Request.Put.class).producer())
        .isNotEqualTo(take(2).then().get(0).producer());
  }

  private Finished finished(String result) {
    return channel.finished("L1", List.of(new Puts.Batch("results", List.of(item(result)))));
  }

  private Request.Take take(int index) {
    return sent(index, Request.Take.class);
  }

  private Request.Settle settle(int index) {
    return sent(index, Request.Settle.class);
  }

  private static String one(String lease) {
    return "{\"items\":[{\"id\":\"i\",\"lease\":\"" + lease + "\",\"deliveries\":1,\"json\":1}]}";
  }
}
