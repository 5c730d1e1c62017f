package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Reply;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Takes, acks, sessions against a relay that loses replies and forgets sessions. */
class TakesTest extends ChannelFixture {
  private static final String LOST_ONE =
      "{\"type\":\"https://workerpool.dev/problems/lease-lost\",\"title\":\"Lease is lost\","
          + "\"status\":409,\"detail\":\"\",\"retryable\":false,\"leases\":[\"L1\"],\"gone\":[]}";

  @Test
  void take_opensASessionFirst_once() throws Exception {
    relay.opensSession().answers(200, one("L1")).answers(200, one("L2"));
    Taken taken = take(List.of());
    assertThat(taken.items()).extracting(Reply.Item::json).containsExactly("item of L1");
    take(List.of());
    assertThat(relay.lines())
        .containsExactly(
            "POST /sessions",
            "POST /queues/tasks/leases?wait=20.0s",
            "POST /queues/tasks/leases?wait=20.0s");
    assertThat(relay.bodies().get(0)).isEqualTo("{\"nonce\":\"nonce-1\"}");
    assertThat(taken(1).session()).isEqualTo("s-7-3");
    assertThat(taken(1).max()).isEqualTo(1);
    assertThat(taken(1).attempt()).isNotEqualTo(taken(2).attempt());
  }

  @Test
  void lostReply_isAskedAgainWithTheSameAttempt() throws Exception {
    relay.opensSession().loses().refuses(503, "not-leader").answers(200, one("L1"));
    take(List.of());
    assertThat(taken(2)).isEqualTo(taken(1));
    assertThat(taken(3)).isEqualTo(taken(1));
  }

  @Test
  void nothing_isAskedForAgainUntilTheDeadline_withANewAttempt() throws Exception {
    relay
        .opensSession()
        .answersAfter(Duration.ofSeconds(20), 204, "")
        .answersAfter(Duration.ofMillis(1500), 204, "");
    Taken taken =
        channel.take("tasks", 1, null, List.of(), channel.deadline(Duration.ofMillis(21_500)));
    assertThat(taken.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(relay.lines()).last().isEqualTo("POST /queues/tasks/leases?wait=1.5s");
    assertThat(taken(2).attempt()).isNotEqualTo(taken(1).attempt());
  }

  @Test
  void acksRideAlong_andAreNotRepeatedOnceAnswered() throws Exception {
    relay
        .opensSession()
        .answers(200, one("L1"))
        .answersAfter(Duration.ofSeconds(20), 204, "")
        .answers(200, one("L2"));
    take(List.of());
    take(List.of("L1"));
    assertThat(taken(2).ack()).containsExactly("L1");
    assertThat(taken(2).handle()).isEqualTo("thread-1");
    assertThat(taken(3).ack()).isNull();
  }

  @Test
  void lostLease_amongTheAcks_isPassedOver() throws Exception {
    relay.opensSession().answers(409, LOST_ONE).answers(200, one("L3"));
    assertThat(take(List.of("L1", "L2")).items()).hasSize(1);
    assertThat(taken(2).ack()).containsExactly("L2");
  }

  @Test
  void closedQueue_stillGetsItsAcks() throws Exception {
    relay.opensSession().refuses(410, "closed").answersGolden(200, "settle-reply");
    assertThat(take(List.of("L1")).outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(relay.lines()).last().isEqualTo("POST /leases");
  }

  @Test
  void forgottenSession_isMadeAgain_sayingWhatIsHeld() throws Exception {
    relay
        .opensSession()
        .answers(200, one("L1"))
        .refuses(404, "session-unknown")
        .answersGolden(201, "session-reply-unknown")
        .answersGolden(200, "settle-reply");
    take(List.of());
    assertThat(channel.settle(List.of("L1"))).isEmpty();
    assertThat(relay.bodies().get(3))
        .isEqualTo(
            "{\"nonce\":\"nonce-1\",\"held\":"
                + "[{\"lease\":\"L1\",\"queue\":\"tasks\",\"id\":\"id-L1\"}]}");
    assertThat(Json.read(relay.bodies().get(4), Request.Settle.class))
        .isEqualTo(new Request.Settle("s-8-1", List.of("L1"), List.of(), null));
  }

  @Test
  void settledLease_isHeldNoMore() throws Exception {
    relay
        .opensSession()
        .answers(200, one("L1"))
        .answersGolden(200, "settle-reply")
        .refuses(404, "session-unknown")
        .opensSession()
        .answers(200, one("L2"));
    take(List.of());
    channel.settle(List.of("L1"));
    take(List.of());
    assertThat(relay.bodies().get(4)).isEqualTo("{\"nonce\":\"nonce-1\"}");
  }

  @Test
  void settle_ofALostLease_saysSo() throws Exception {
    relay.opensSession().answers(409, LOST_ONE);
    assertThat(channel.settle(List.of("L1"))).containsExactly("L1");
  }

  @Test
  void settle_ofALeaseWhoseItemIsGone_wasDoneBefore() throws Exception {
    relay.opensSession().loses().answers(409, LOST_ONE.replace("\"gone\":[]", "\"gone\":[\"L1\"]"));
    assertThat(channel.settle(List.of("L1"))).isEmpty();
  }

  @Test
  void settle_ofOneLostAmongTwo_acksTheOther() throws Exception {
    relay.opensSession().answers(409, LOST_ONE).answersGolden(200, "settle-reply");
    assertThat(channel.settle(List.of("L1", "L2"))).containsExactly("L1");
    assertThat(Json.read(relay.bodies().get(2), Request.Settle.class).ack()).containsExactly("L2");
  }

  @Test
  void otherRefusal_isNoEndlessLoop() {
    relay.opensSession().answers(409, LOST_ONE.replace("L1", "L9"));
    assertThatThrownBy(() -> channel.settle(List.of("L1"))).isInstanceOf(RefusedException.class);
  }

  @Test
  void taskDone_keepsItsKey() throws Exception {
    relay
        .opensSession()
        .loses()
        .refuses(404, "session-unknown")
        .opensSession()
        .answersGolden(200, "task-done-reply")
        .refuses(409, "surplus-task-done");
    channel.taskDone("tasks");
    assertThat(relay.lines()).last().isEqualTo("POST /queues/tasks/task-done");
    assertThat(relay.bodies().get(4)).isEqualTo(relay.bodies().get(1));
    assertThatThrownBy(() -> channel.taskDone("tasks"))
        .hasMessageContaining("task_done() called too many times");
  }

  private Taken take(List<String> acks) throws Exception {
    return channel.take("tasks", 1, "thread-1", acks, channel.deadline(null));
  }

  private Request.Take taken(int index) {
    return Json.read(relay.bodies().get(index), Request.Take.class);
  }

  private static String one(String lease) {
    return "{\"items\":[{\"id\":\"id-"
        + lease
        + "\",\"lease\":\""
        + lease
        + "\",\"deliveries\":1,\"enqueuedAt\":\"2026-11-22T15:04:05Z\",\"json\":\"item of "
        + lease
        + "\"}]}";
  }
}
