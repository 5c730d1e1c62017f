package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Give-backs, and acks that bring puts with them: both take effect, once, or neither. */
class SettlementsTest extends ChannelFixture {
  private static final String LOST =
      "{\"type\":\"https://workerpool.dev/problems/lease-lost\",\"title\":\"Lease is lost\","
          + "\"status\":409,\"detail\":\"\",\"retryable\":false,\"leases\":[\"L1\"],\"gone\":[%s]}";

  @Test
  void ackWithAPut_isOneRequest_withTheProducersNextNumber() throws Exception {
    relay.answersGolden(201, "put-reply").opensSession().answersGolden(200, "settle-reply");
    relay.answersGolden(201, "put-reply");
    channel.put("results", List.of(item("a"), item("b")), never());
    assertThat(settle("c")).isEqualTo(Outcome.DONE);
    channel.put("results", List.of(item("d")), never());
    Request.Settle settle = sent(2, Request.Settle.class);
    assertThat(relay.lines().get(2)).isEqualTo("POST /leases?wait=20.0s");
    assertThat(settle.ack()).containsExactly("L1");
    assertThat(settle.then())
        .containsExactly(
            new Request.Then(
                "results", sent(0, Request.Put.class).producer(), 3, List.of(item("c"))));
    assertThat(sent(3, Request.Put.class).seq()).isEqualTo(4);
  }

  @Test
  void lostReply_isAskedAgainWithTheSameNumbers() throws Exception {
    relay.opensSession().loses().refuses(503, "not-leader").answersGolden(200, "settle-reply");
    assertThat(settle("c")).isEqualTo(Outcome.DONE);
    assertThat(relay.bodies().subList(1, 4)).containsOnly(relay.bodies().get(1));
  }

  @Test
  void fullQueue_isWaitedFor_andThenNothingHasChanged() throws Exception {
    relay.opensSession();
    relay.answersAfter(Duration.ofSeconds(3), 429, ScriptedRelay.golden("problem-queue-full"));
    relay.answersGolden(200, "settle-reply");
    assertThat(channel.settle(finished("c"), in(Duration.ofSeconds(3))))
        .isEqualTo(Outcome.TIMED_OUT);
    assertThat(settle("c")).isEqualTo(Outcome.DONE);
    assertThat(sent(2, Request.Settle.class)).isEqualTo(sent(1, Request.Settle.class));
  }

  @Test
  void itemThatWentToSomebodyElse_putsNothing() throws Exception {
    relay.opensSession().answers(409, String.format(LOST, "")).answersGolden(201, "put-reply");
    assertThat(settle("c")).isEqualTo(Outcome.LOST);
    channel.put("results", List.of(item("d")), never());
    assertThat(sent(2, Request.Put.class).seq()).isEqualTo(1);
  }

  @Test
  void itemThatIsGone_wasDoneByTheTryBefore() throws Exception {
    relay.opensSession().loses().answers(409, String.format(LOST, "\"L1\""));
    assertThat(settle("c")).isEqualTo(Outcome.DONE);
  }

  @Test
  void itemThatIsGone_withoutATryBefore_wasDoneBySomebodyElse() throws Exception {
    relay.opensSession().answers(409, String.format(LOST, "\"L1\""));
    assertThat(settle("c")).isEqualTo(Outcome.LOST);
  }

  @Test
  void numbersOfUnknownOutcome_areNobodyElses_alsoWithANewSession() throws Exception {
    relay.opensSession().loses().refuses(404, "session-unknown").opensSession();
    relay.refuses(410, "closed").answersGolden(201, "put-reply");
    assertThat(settle("c")).isEqualTo(Outcome.CLOSED);
    channel.put("results", List.of(item("d")), never());
    assertThat(sent(5, Request.Put.class).producer())
        .isNotEqualTo(sent(1, Request.Settle.class).then().get(0).producer());
  }

  @Test
  void forgottenProducer_isReplaced_closedQueueIsTold() throws Exception {
    relay.opensSession().refuses(409, "sequence-gap").refuses(410, "closed");
    assertThat(settle("c")).isEqualTo(Outcome.CLOSED);
    assertThat(sent(1, Request.Settle.class).then().get(0).producer())
        .isNotEqualTo(sent(2, Request.Settle.class).then().get(0).producer());
  }

  @Test
  void otherRefusal_isThrown() {
    relay.opensSession().refuses(404, "not-found");
    assertThatThrownBy(() -> settle("c")).isInstanceOf(RefusedException.class);
  }

  @Test
  void giveBack_saysNoMoreThanItHasToSay_andALostLeaseIsNoError() throws Exception {
    relay.opensSession().answersGolden(200, "settle-reply").answersGolden(200, "settle-reply");
    relay.refuses(409, "lease-lost");
    channel.giveBack(Request.nack("L1", null, false, null));
    channel.giveBack(Request.nack("L2", Duration.ofMillis(2500), true, "bad input"));
    channel.giveBack(Request.nack("L3", null, false, null));
    assertThat(relay.bodies().get(1))
        .isEqualTo("{\"session\":\"s-7-3\",\"ack\":[],\"nack\":[\"L1\"]}");
    assertThat(relay.bodies().get(2))
        .contains("{\"lease\":\"L2\",\"delay\":2.5,\"dead\":true,\"reason\":\"bad input\"}");
  }

  private Outcome settle(String result) throws Exception {
    return channel.settle(finished(result), never());
  }

  private Finished finished(String result) {
    return channel.finished("L1", List.of(new Puts.Batch("results", List.of(item(result)))));
  }
}
