package dev.workerpool.worker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workerpool.worker.json.Json;
import dev.workerpool.worker.wire.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Puts against a relay that loses replies, is full, is elsewhere. */
class PutsTest extends ChannelFixture {
  @Test
  void put_takesEffectOnce_withGrowingSequence() throws Exception {
    relay.answersGolden(201, "put-reply").answersGolden(201, "put-reply");
    assertThat(put("a")).isEqualTo(Outcome.DONE);
    assertThat(put("b")).isEqualTo(Outcome.DONE);
    assertThat(relay.lines()).containsOnly("POST /queues/tasks/items?wait=20.0s");
    assertThat(sent(0).seq()).isEqualTo(1);
    assertThat(sent(1).seq()).isEqualTo(2);
    assertThat(sent(1).producer()).isEqualTo(sent(0).producer());
    assertThat(sent(0).items()).containsExactly(new Request.Item("a", null, null));
  }

  @Test
  void lostReply_isAskedAgainWithTheSameNumber_andDuplicateIsDone() throws Exception {
    relay.loses().loses().answersGolden(200, "put-reply-duplicate").answersGolden(201, "put-reply");
    assertThat(put("a")).isEqualTo(Outcome.DONE);
    assertThat(relay.bodies()).hasSize(3).containsOnly(relay.bodies().get(0));
    assertThat(put("b")).isEqualTo(Outcome.DONE);
    assertThat(sent(3).seq()).isEqualTo(2);
    assertThat(relay.time.slept())
        .containsExactly(Duration.ofNanos(37_500_000), Duration.ofMillis(75));
  }

  @Test
  void batch_countsItsItems() throws Exception {
    relay.answersGolden(201, "put-reply").answersGolden(201, "put-reply");
    channel.put("tasks", List.of(item("a"), item("b"), item("c")), channel.deadline(null));
    put("d");
    assertThat(sent(1).seq()).isEqualTo(4);
  }

  @Test
  void otherRelay_recovering_unknownOutcome_overload_areWaitedOut() throws Exception {
    relay
        .refuses(503, "not-leader")
        .refuses(503, "recovering")
        .refuses(504, "outcome-unknown")
        .refusesFor(429, "overloaded", 7)
        .answersGolden(201, "put-reply");
    assertThat(put("a")).isEqualTo(Outcome.DONE);
    assertThat(relay.bodies()).hasSize(5).containsOnly(relay.bodies().get(0));
    assertThat(relay.time.slept()).last().isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void fullQueue_isTriedUntilTheDeadline_andKeepsTheNumberForTheNext() throws Exception {
    relay
        .answersAfter(Duration.ofSeconds(20), 429, ScriptedRelay.golden("problem-queue-full"))
        .answersAfter(Duration.ofSeconds(5), 429, ScriptedRelay.golden("problem-queue-full"))
        .answersGolden(201, "put-reply");
    Deadline deadline = channel.deadline(Duration.ofSeconds(25));
    assertThat(channel.put("tasks", List.of(item("a")), deadline)).isEqualTo(Outcome.TIMED_OUT);
    assertThat(put("b")).isEqualTo(Outcome.DONE);
    assertThat(relay.lines())
        .containsExactly(
            "POST /queues/tasks/items?wait=20.0s",
            "POST /queues/tasks/items?wait=5.0s",
            "POST /queues/tasks/items?wait=20.0s");
    assertThat(sent(2).seq()).isEqualTo(1);
    assertThat(sent(2).producer()).isEqualTo(sent(0).producer());
  }

  @Test
  void noRoomForBytes_isTriedUntilThereIs() throws Exception {
    relay.refuses(507, "byte-quota").answersGolden(201, "put-reply");
    assertThat(put("a")).isEqualTo(Outcome.DONE);
  }

  @Test
  void fullQueue_withoutTime_isAskedOnce() throws Exception {
    relay.refuses(429, "queue-full");
    assertThat(channel.put("tasks", List.of(item("a")), channel.deadline(Duration.ofSeconds(-3))))
        .isEqualTo(Outcome.TIMED_OUT);
    assertThat(relay.lines()).containsExactly("POST /queues/tasks/items?wait=0.0s");
  }

  @Test
  void fullAtOnce_isPaced_notAHotLoop() throws Exception {
    relay.refuses(429, "queue-full").refuses(429, "queue-full").answersGolden(201, "put-reply");
    assertThat(put("a")).isEqualTo(Outcome.DONE);
    assertThat(relay.time.slept()).containsExactly(Duration.ofMillis(50), Duration.ofMillis(50));
  }

  @Test
  void numberOfUnknownOutcome_isNeverUsedForAnotherItem() throws Exception {
    // The first try may still be committed by the relay after this put was told that it is full.
    relay.loses().refuses(429, "queue-full").answersGolden(201, "put-reply");
    assertThat(channel.put("tasks", List.of(item("a")), channel.deadline(Duration.ZERO)))
        .isEqualTo(Outcome.TIMED_OUT);
    put("b");
    assertThat(sent(2).producer()).isNotEqualTo(sent(0).producer());
    assertThat(sent(2).seq()).isEqualTo(1);
  }

  @Test
  void numberOfUnknownOutcome_staysSo_whateverIsSaidLater() throws Exception {
    relay.loses().refuses(429, "queue-full").refuses(410, "closed").answersGolden(201, "put-reply");
    assertThat(put("a")).isEqualTo(Outcome.CLOSED);
    put("b");
    assertThat(sent(3).producer()).isNotEqualTo(sent(0).producer());
  }

  @Test
  void silentRelay_isGivenUpAfterOurPatience_sayingWhichAddress() throws Exception {
    relay.thenIsSilent();
    assertThatThrownBy(() -> put("a"))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("http://127.0.0.1:")
        .hasMessageContaining("WORKERPOOL_URL")
        .hasMessageContaining("60 s");
    assertThat(relay.log).hasSize(2).first().asString().startsWith("waiting for the relay at");
  }

  @Test
  void sequenceGap_startsANewProducer() throws Exception {
    relay.refuses(409, "sequence-gap").answersGolden(201, "put-reply");
    assertThat(put("a")).isEqualTo(Outcome.DONE);
    assertThat(sent(1).producer()).isNotEqualTo(sent(0).producer());
    assertThat(sent(1).seq()).isEqualTo(1);
  }

  @Test
  void closedQueue_isAnOutcome_unknownQueueARefusal() throws Exception {
    relay.refuses(410, "closed").refuses(404, "not-found").refuses(413, "too-large");
    assertThat(put("a")).isEqualTo(Outcome.CLOSED);
    assertThatThrownBy(() -> put("a"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("declare it in spec.channel.queues");
    assertThatThrownBy(() -> put("a")).hasMessageContaining("Item is too large");
  }

  @Test
  void strangers_areTriedAgainForTenSeconds_thenBelieved() throws Exception {
    relay.refuses(403, "forbidden").answersGolden(201, "put-reply").refuses(403, "forbidden");
    assertThat(put("a")).isEqualTo(Outcome.DONE);
    assertThatThrownBy(() -> put("b")).hasMessageContaining("belongs to no pool");
  }

  @Test
  void tokenThatIsBeingReplaced_isTriedAgain() throws Exception {
    relay.answersGolden(201, "put-reply").refuses(401, "unauthenticated");
    relay.answersGolden(201, "put-reply");
    assertThat(put("a")).isEqualTo(Outcome.DONE);
    assertThat(put("b")).isEqualTo(Outcome.DONE);
    assertThat(relay.bodies().get(2)).isEqualTo(relay.bodies().get(1));
  }

  @Test
  void bodyThatNoRelayTakes_isNotSent() {
    String huge = "x".repeat(800 * 1024);
    assertThatThrownBy(() -> put(huge))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("too large");
    assertThat(relay.asked()).isEmpty();
  }

  @Test
  void interruptBeforeAPut_isThrown_andNothingSent() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> put("a")).isInstanceOf(InterruptedException.class);
    assertThat(relay.asked()).isEmpty();
    relay.answersGolden(201, "put-reply");
    put("b");
  }

  private Outcome put(String text) throws Exception {
    return channel.put("tasks", List.of(item(text)), channel.deadline(null));
  }

  private Request.Put sent(int index) {
    return Json.read(relay.bodies().get(index), Request.Put.class);
  }
}
