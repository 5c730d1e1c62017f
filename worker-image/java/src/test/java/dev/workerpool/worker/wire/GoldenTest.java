package dev.workerpool.worker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workerpool.worker.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our records against the messages in {@code worker-image/wire}, which the relay's tests read too.
 */
class GoldenTest {
  private static final Path WIRE = Path.of("../wire");

  private static final Map<String, Class<? extends Request>> REQUESTS =
      Map.ofEntries(
          Map.entry("session-request", Request.Session.class),
          Map.entry("session-request-held", Request.Session.class),
          Map.entry("heartbeat-request", Request.Heartbeat.class),
          Map.entry("queue-make-request", Request.MakeQueue.class),
          Map.entry("put-request", Request.Put.class),
          Map.entry("take-request", Request.Take.class),
          Map.entry("take-request-ack", Request.Take.class),
          Map.entry("take-request-handle", Request.Take.class),
          Map.entry("take-request-then", Request.Take.class),
          Map.entry("settle-request", Request.Settle.class),
          Map.entry("task-done-request", Request.TaskDone.class),
          Map.entry("close-request", Request.Close.class),
          Map.entry("put-request-priority", Request.Put.class),
          Map.entry("queue-make-request-order", Request.MakeQueue.class),
          Map.entry("settle-request-then", Request.Settle.class),
          Map.entry("redrive-request", Request.Redrive.class),
          Map.entry("purge-request", Request.Purge.class),
          Map.entry("semaphore-make-request", Request.MakeSemaphore.class),
          Map.entry("acquire-request", Request.Acquire.class),
          Map.entry("release-request", Request.Release.class),
          Map.entry("release-request-any", Request.Release.class),
          Map.entry("condition-make-request", Request.MakeCondition.class),
          Map.entry("condition-wait-request", Request.WaitCondition.class),
          Map.entry("notify-request", Request.Notify.class),
          Map.entry("notify-request-all", Request.Notify.class),
          Map.entry("barrier-make-request", Request.MakeBarrier.class),
          Map.entry("barrier-wait-request", Request.WaitBarrier.class),
          Map.entry("barrier-wait-request-last", Request.WaitBarrier.class));

  private static final Map<String, Class<? extends Reply>> REPLIES =
      Map.ofEntries(
          Map.entry("session-reply", Reply.Session.class),
          Map.entry("session-reply-unknown", Reply.Session.class),
          Map.entry("heartbeat-reply", Reply.Heartbeat.class),
          Map.entry("put-reply", Reply.Put.class),
          Map.entry("put-reply-duplicate", Reply.Put.class),
          Map.entry("take-reply", Reply.Take.class),
          Map.entry("queue-reply", Reply.Queue.class),
          Map.entry("queue-reply-closed", Reply.Queue.class),
          Map.entry("join-reply", Reply.Join.class),
          Map.entry("event-reply", Reply.Event.class),
          Map.entry("heartbeat-reply-kill", Reply.Heartbeat.class),
          Map.entry("dead-reply", Reply.Dead.class),
          Map.entry("redrive-reply", Reply.Redriven.class),
          Map.entry("purge-reply", Reply.Purged.class),
          Map.entry("semaphore-reply", Reply.Semaphore.class),
          Map.entry("acquire-reply", Reply.Grant.class),
          Map.entry("release-reply", Reply.Released.class),
          Map.entry("condition-reply", Reply.Condition.class),
          Map.entry("condition-wait-reply", Reply.Woken.class),
          Map.entry("notify-reply", Reply.Notified.class),
          Map.entry("barrier-reply", Reply.Barrier.class),
          Map.entry("barrier-wait-reply", Reply.Passed.class));

  /** Messages that no worker sends or reads. */
  private static final Set<String> OTHERS =
      Set.of(
          "put-request-keyless",
          "settle-request-nack",
          "retire-request",
          "retire-reply",
          "kill-request",
          "kill-reply",
          "settle-reply",
          "task-done-reply",
          "queues-reply",
          "peek-reply",
          "watch-reply");

  @Test
  void requests_areReadAndPrintedIdentically() throws IOException {
    for (var entry : REQUESTS.entrySet()) {
      String text = golden(entry.getKey());
      assertThat(Json.writeWithoutNulls(Json.read(text, entry.getValue())))
          .as(entry.getKey())
          .isEqualTo(text);
    }
  }

  @Test
  void replies_areReadCompletely() throws IOException {
    for (var entry : REPLIES.entrySet()) {
      String text = golden(entry.getKey());
      Reply reply = Json.read(text, entry.getValue());
      // A queue's nulls mean something, an item's absent fields are absent.
      String again =
          reply instanceof Reply.Queue ? Json.write(reply) : Json.writeWithoutNulls(reply);
      assertThat(again).as(entry.getKey()).isEqualTo(text);
    }
  }

  @Test
  void nackWithMoreToSay_isPrintedAsTheRelayReadsIt() throws IOException {
    List<Object> nacks =
        List.of(
            "7-15",
            Request.nack("7-16", Duration.ofMillis(2500), false, null),
            Request.nack("7-17", Duration.ZERO, true, "bad input"));
    assertThat(Json.writeWithoutNulls(new Request.Settle("s-7-3", List.of(), nacks, null)))
        .isEqualTo(golden("settle-request-nack"));
  }

  @Test
  void delays_arePlainSeconds() {
    Request.Item item = new Request.Item("x", null, null);
    assertThat(item.delayed(Duration.ofHours(3)).delay()).hasToString("10800");
    assertThat(item.delayed(Duration.ofMillis(20)).delay()).hasToString("0.02");
    assertThat(item.delayed(Duration.ZERO).delay()).isNull();
  }

  @Test
  void nullItem_isSentAsNull_notLeftOut() {
    Request.Item item = new Request.Item(new Json.Raw("null"), null, null);
    assertThat(Json.writeWithoutNulls(new Request.Put(null, null, List.of(item))))
        .isEqualTo("{\"items\":[{\"json\":null}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "queue-full,429,true",
    "overloaded,429,true",
    "session-unknown,404,false",
    "not-found,404,false",
    "lease-lost,409,false",
    "sequence-gap,409,false",
    "surplus-task-done,409,false",
    "exists-differently,409,false",
    "closed,410,false",
    "too-large,413,false",
    "malformed,400,false",
    "batch-too-large,400,false",
    "unauthenticated,401,false",
    "forbidden,403,false",
    "not-leader,503,true",
    "recovering,503,true",
    "outcome-unknown,504,true",
    "byte-quota,507,true"
  })
  void problems_areRead(String name, int status, boolean retryable) throws IOException {
    Reply.Problem problem = Json.read(golden("problem-" + name), Reply.Problem.class);
    assertThat(problem.is(name)).isTrue();
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.retryable()).isEqualTo(retryable);
    assertThat(problem.title()).isNotBlank();
  }

  @Test
  void lostLeases_andExpectedSequence_areRead() throws IOException {
    Reply.Problem lost = Json.read(golden("problem-lease-lost"), Reply.Problem.class);
    assertThat(lost.leases()).containsExactly("7-14", "7-15");
    assertThat(lost.gone()).containsExactly("7-15");
    assertThat(Json.read(golden("problem-sequence-gap"), Reply.Problem.class).expected())
        .isEqualTo(4);
  }

  @Test
  void noFileOfTheFolder_isUnknownHere() throws IOException {
    Set<String> known = new TreeSet<>(OTHERS);
    known.addAll(REQUESTS.keySet());
    known.addAll(REPLIES.keySet());
    try (Stream<Path> files = Files.list(WIRE)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".json") && !name.startsWith("problem-"))
                  .map(name -> name.replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(known);
    }
  }

  private static String golden(String name) throws IOException {
    return Files.readString(WIRE.resolve(name + ".json")).stripTrailing();
  }
}
