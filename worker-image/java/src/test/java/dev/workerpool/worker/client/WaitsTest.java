package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Waiting for events and for join, and the calls that are answered at once. */
class WaitsTest extends ChannelFixture {
  @Test
  void await_returnsWhenSet() throws Exception {
    relay
        .answersAfter(Duration.ofSeconds(20), 200, event(false, 4))
        .answersAfter(Duration.ofSeconds(3), 200, event(true, 5));
    assertThat(await(null)).isEqualTo(Outcome.DONE);
    assertThat(relay.lines())
        .containsExactly("GET /events/ready?wait=20.0s", "GET /events/ready?after=4&wait=20.0s");
  }

  @Test
  void await_seesAnEventThatWasSetAndClearedInBetween() throws Exception {
    relay.answersAfter(Duration.ofSeconds(20), 200, event(false, 4)).answers(200, event(false, 5));
    assertThat(await(null)).isEqualTo(Outcome.DONE);
  }

  @Test
  void await_endsAtItsTimeout_alsoWhenTheEventWasSetLongAgo() throws Exception {
    relay.answersAfter(Duration.ofSeconds(2), 200, event(false, 4));
    assertThat(await(Duration.ofSeconds(2))).isEqualTo(Outcome.TIMED_OUT);
  }

  @Test
  void set_isRepeatedWithItsKey() throws Exception {
    relay.loses().answersGolden(200, "event-reply").answersGolden(200, "event-reply");
    channel.events().set("ready");
    channel.events().clear("ready");
    assertThat(relay.lines())
        .containsExactly("PUT /events/ready", "PUT /events/ready", "DELETE /events/ready");
    String key = relay.asked().get(0).headers().get("Idempotency-key").get(0);
    assertThat(relay.asked().get(1).headers().get("Idempotency-key")).containsExactly(key);
    assertThat(relay.asked().get(2).headers().get("Idempotency-key")).doesNotContain(key);
  }

  @Test
  void join_goesOnUntilNothingIsUnfinished() throws Exception {
    relay
        .answersAfter(Duration.ofSeconds(20), 200, "{\"unfinished\":3}")
        .answersGolden(200, "join-reply");
    assertThat(channel.join("tasks", channel.deadline(null))).isEqualTo(Outcome.DONE);
    assertThat(relay.lines()).containsOnly("GET /queues/tasks/join?wait=20.0s");
  }

  @Test
  void join_endsAtItsTimeout() throws Exception {
    relay.answersAfter(Duration.ofSeconds(1), 200, "{\"unfinished\":3}");
    assertThat(channel.join("tasks", channel.deadline(Duration.ofSeconds(1))))
        .isEqualTo(Outcome.TIMED_OUT);
  }

  @Test
  void outage_inAWait_isWaitedOutBeyondTheTimeout_untilThereIsAnAnswer() throws Exception {
    relay.loses().loses().loses().loses().answers(200, event(false, 0));
    assertThat(await(Duration.ofMillis(100))).isEqualTo(Outcome.TIMED_OUT);
    assertThat(relay.lines()).last().isEqualTo("GET /events/ready?wait=0.0s");
  }

  @Test
  void queues_areMade_readAndClosed() throws Exception {
    relay
        .answersGolden(201, "queue-reply")
        .answersGolden(200, "queue-reply")
        .answersGolden(200, "queue-reply")
        .answersGolden(200, "queue-reply-closed")
        .refuses(409, "exists-differently");
    channel.makeQueue("q", new Request.MakeQueue(5, null, null, null));
    channel.makeQueue("q", new Request.MakeQueue(null, null, null, null));
    assertThat(channel.stats("q").ready()).isEqualTo(3);
    channel.closeQueue("q", true);
    assertThat(relay.bodies()).containsExactly("{\"maxSize\":5}", "{}", "", "{\"mode\":\"Drain\"}");
    assertThatThrownBy(() -> channel.makeQueue("q", new Request.MakeQueue(6, null, null, null)))
        .hasMessageContaining("has maxSize 10");
  }

  private Outcome await(Duration timeout) throws Exception {
    return channel.events().await("ready", channel.deadline(timeout));
  }

  private static String event(boolean set, int count) {
    return "{\"name\":\"ready\",\"set\":" + set + ",\"count\":" + count + "}";
  }
}
